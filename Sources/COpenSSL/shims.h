#pragma once

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// What libcrypto offers only as macros or with variable arguments.

static inline EVP_PKEY *kmsctl_rsa_key(OSSL_LIB_CTX *context, size_t bits) {
  return EVP_PKEY_Q_keygen(context, NULL, "RSA", bits);
}

static inline EVP_PKEY *kmsctl_p256_key(OSSL_LIB_CTX *context) {
  return EVP_PKEY_Q_keygen(context, NULL, "EC", (char *)"P-256");
}

static inline long kmsctl_bio_bytes(BIO *bio, char **bytes) {
  return BIO_get_mem_data(bio, bytes);
}

static inline int kmsctl_x509_count(const STACK_OF(X509) *list) {
  return list ? sk_X509_num(list) : 0;
}

static inline X509 *kmsctl_x509_at(const STACK_OF(X509) *list, int index) {
  return sk_X509_value(list, index);
}

static inline void kmsctl_x509_list_free(STACK_OF(X509) *list) {
  sk_X509_pop_free(list, X509_free);
}

static inline int kmsctl_add_extension(X509 *certificate, X509 *issuer, int nid, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
  if (!extension) return 0;
  int done = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  return done;
}

// Whether an error says what this library cannot do, not what is wrong with what it was given.
static inline int kmsctl_is_inability(unsigned long error) {
  int reason = ERR_GET_REASON(error);
  if (ERR_FATAL_ERROR(error) || reason == ERR_R_UNSUPPORTED) return 1;
  if (ERR_GET_LIB(error) != ERR_LIB_EVP) return 0;
  return reason == EVP_R_UNSUPPORTED_ALGORITHM || reason == EVP_R_UNSUPPORTED_CIPHER ||
         reason == EVP_R_UNSUPPORTED_PRF || reason == EVP_R_UNKNOWN_CIPHER ||
         reason == EVP_R_UNKNOWN_DIGEST || reason == EVP_R_UNKNOWN_PBE_ALGORITHM;
}
