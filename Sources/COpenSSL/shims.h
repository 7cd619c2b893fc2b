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

static inline int kmsctl_key_bag_count(const STACK_OF(PKCS12_SAFEBAG) *bags) {
  int count = 0;
  for (int index = 0; index < sk_PKCS12_SAFEBAG_num(bags); index++) {
    const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value(bags, index);
    int kind = PKCS12_SAFEBAG_get_nid(bag);
    if (kind == NID_keyBag || kind == NID_pkcs8ShroudedKeyBag) count++;
    // How deep bags may lie in bags is bounded by libcrypto's reader.
    if (kind == NID_safeContentsBag) count += kmsctl_key_bag_count(PKCS12_SAFEBAG_get0_safes(bag));
  }
  return count;
}

// How many private keys a container holds, which PKCS12_parse does not say: it takes the first.
// Less than none when it cannot be told.
static inline int kmsctl_pkcs12_key_count(const PKCS12 *container, const char *password) {
  STACK_OF(PKCS7) *safes = PKCS12_unpack_authsafes(container);
  if (!safes) return -1;
  int count = 0;
  for (int index = 0; count >= 0 && index < sk_PKCS7_num(safes); index++) {
    PKCS7 *safe = sk_PKCS7_value(safes, index);
    int kind = OBJ_obj2nid(safe->type);
    if (kind != NID_pkcs7_data && kind != NID_pkcs7_encrypted) continue;
    STACK_OF(PKCS12_SAFEBAG) *bags = kind == NID_pkcs7_data
                                         ? PKCS12_unpack_p7data(safe)
                                         : PKCS12_unpack_p7encdata(safe, password, -1);
    if (bags) count += kmsctl_key_bag_count(bags);
    else count = -1;
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
  }
  sk_PKCS7_pop_free(safes, PKCS7_free);
  return count;
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
