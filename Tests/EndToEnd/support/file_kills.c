/* Preloaded into kmsctl: counts its file operations below a directory and kills it at one of them.

   FILE_KILLS_BELOW  the directory, without links
   FILE_KILLS_LOG    a file that gets a line "<name> <path>" per operation, and "send" whenever
                     something was sent to a socket
   FILE_KILLS_AT     which operation, from 1; without it nothing is killed
   FILE_KILLS_WHEN   before | after | torn (half of a write reached the file)

   An operation is what changes a directory or a file, or forces it to the disk, and the close of a
   file that was open for writing. Failed operations count as well. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *below;
static size_t below_length;
static long kill_at;
static char when = 'b';
static int log_descriptor = -1;
static atomic_long operations;

__attribute__((constructor)) static void start(void) {
  below = getenv("FILE_KILLS_BELOW");
  below_length = below ? strlen(below) : 0;
  const char *log = getenv("FILE_KILLS_LOG");
  if (log)
    log_descriptor =
        (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  const char *at = getenv("FILE_KILLS_AT");
  if (at) kill_at = atol(at);
  const char *moment = getenv("FILE_KILLS_WHEN");
  if (moment) when = moment[0];
}

static void die(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

/* The path a descriptor stands for, or an empty text. */
static void path_of(int descriptor, char *path) {
  char link[64];
  ssize_t count = -1;
  if (descriptor == AT_FDCWD) {
    if (getcwd(path, PATH_MAX)) return;
  } else {
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    count = readlink(link, path, PATH_MAX - 1);
  }
  path[count < 0 ? 0 : count] = 0;
}

static int is_below(const char *path) {
  return below_length && !strncmp(path, below, below_length) &&
         (path[below_length] == '/' || path[below_length] == 0);
}

static void note(const char *line, int length) {
  if (log_descriptor >= 0 && length > 0) syscall(SYS_write, log_descriptor, line, (size_t)length);
}

/* Counts an operation on a path; gives its number, or 0 when it is none of ours. */
static long count(const char *name, const char *path) {
  if (!is_below(path)) return 0;
  long number = atomic_fetch_add(&operations, 1) + 1;
  char line[PATH_MAX + 64];
  note(line, snprintf(line, sizeof line, "%s %s\n", name, path));
  if (number == kill_at && when == 'b') die();
  return number;
}

static long count_at(const char *name, int directory, const char *file) {
  char path[PATH_MAX], whole[2 * PATH_MAX];
  if (file[0] == '/') return count(name, file);
  path_of(directory, path);
  snprintf(whole, sizeof whole, "%s/%s", path, file);
  return count(name, whole);
}

static long count_descriptor(const char *name, int descriptor) {
  char path[PATH_MAX];
  path_of(descriptor, path);
  return count(name, path);
}

static void after(long number) {
  if (number && number == kill_at && when == 'a') die();
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define DONE(type, number, call) \
  do {                           \
    type result = (call);        \
    after(number);               \
    return result;               \
  } while (0)

#define IS_WRITING(flags) ((flags) & (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR))

#define OPEN(name)                                                  \
  int name(const char *path, int flags, ...) {                      \
    va_list list;                                                   \
    va_start(list, flags);                                          \
    mode_t mode = va_arg(list, mode_t);                             \
    va_end(list);                                                   \
    long number = IS_WRITING(flags) ? count_at("open", AT_FDCWD, path) : 0; \
    DONE(int, number, REAL(name)(path, flags, mode));               \
  }
#define OPENAT(name)                                                \
  int name(int directory, const char *path, int flags, ...) {       \
    va_list list;                                                   \
    va_start(list, flags);                                          \
    mode_t mode = va_arg(list, mode_t);                             \
    va_end(list);                                                   \
    long number = IS_WRITING(flags) ? count_at("open", directory, path) : 0; \
    DONE(int, number, REAL(name)(directory, path, flags, mode));    \
  }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) {
  long number = count_at("open", AT_FDCWD, path);
  DONE(int, number, REAL(creat)(path, mode));
}

int close(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  int isWriting = flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
  long number = isWriting ? count_descriptor("close", descriptor) : 0;
  DONE(int, number, REAL(close)(descriptor));
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
  long number = count_descriptor("write", descriptor);
  if (number && number == kill_at && when == 't') {
    REAL(write)(descriptor, bytes, size / 2);
    die();
  }
  DONE(ssize_t, number, REAL(write)(descriptor, bytes, size));
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t place) {
  long number = count_descriptor("write", descriptor);
  DONE(ssize_t, number, REAL(pwrite)(descriptor, bytes, size, place));
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off_t place) {
  long number = count_descriptor("write", descriptor);
  DONE(ssize_t, number, REAL(pwrite64)(descriptor, bytes, size, place));
}
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  long number = count_descriptor("write", descriptor);
  DONE(ssize_t, number, REAL(writev)(descriptor, parts, count));
}
int ftruncate(int descriptor, off_t size) {
  long number = count_descriptor("truncate", descriptor);
  DONE(int, number, REAL(ftruncate)(descriptor, size));
}
int fsync(int descriptor) {
  long number = count_descriptor("fsync", descriptor);
  DONE(int, number, REAL(fsync)(descriptor));
}
int fdatasync(int descriptor) {
  long number = count_descriptor("fsync", descriptor);
  DONE(int, number, REAL(fdatasync)(descriptor));
}
int fchmod(int descriptor, mode_t mode) {
  long number = count_descriptor("chmod", descriptor);
  DONE(int, number, REAL(fchmod)(descriptor, mode));
}
int fchown(int descriptor, uid_t user, gid_t group) {
  long number = count_descriptor("chown", descriptor);
  DONE(int, number, REAL(fchown)(descriptor, user, group));
}
int chmod(const char *path, mode_t mode) {
  long number = count_at("chmod", AT_FDCWD, path);
  DONE(int, number, REAL(chmod)(path, mode));
}
int fchmodat(int directory, const char *path, mode_t mode, int flags) {
  long number = count_at("chmod", directory, path);
  DONE(int, number, REAL(fchmodat)(directory, path, mode, flags));
}
int chown(const char *path, uid_t user, gid_t group) {
  long number = count_at("chown", AT_FDCWD, path);
  DONE(int, number, REAL(chown)(path, user, group));
}
int fchownat(int directory, const char *path, uid_t user, gid_t group, int flags) {
  long number = count_at("chown", directory, path);
  DONE(int, number, REAL(fchownat)(directory, path, user, group, flags));
}
int mkdir(const char *path, mode_t mode) {
  long number = count_at("mkdir", AT_FDCWD, path);
  DONE(int, number, REAL(mkdir)(path, mode));
}
int mkdirat(int directory, const char *path, mode_t mode) {
  long number = count_at("mkdir", directory, path);
  DONE(int, number, REAL(mkdirat)(directory, path, mode));
}
int rmdir(const char *path) {
  long number = count_at("unlink", AT_FDCWD, path);
  DONE(int, number, REAL(rmdir)(path));
}
int unlink(const char *path) {
  long number = count_at("unlink", AT_FDCWD, path);
  DONE(int, number, REAL(unlink)(path));
}
int unlinkat(int directory, const char *path, int flags) {
  long number = count_at("unlink", directory, path);
  DONE(int, number, REAL(unlinkat)(directory, path, flags));
}
int rename(const char *old, const char *new) {
  long number = count_at("rename", AT_FDCWD, new);
  DONE(int, number, REAL(rename)(old, new));
}
int renameat(int from, const char *old, int to, const char *new) {
  long number = count_at("rename", to, new);
  DONE(int, number, REAL(renameat)(from, old, to, new));
}
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
  long number = count_at("rename", to, new);
  DONE(int, number, REAL(renameat2)(from, old, to, new, flags));
}
int symlink(const char *target, const char *path) {
  long number = count_at("symlink", AT_FDCWD, path);
  DONE(int, number, REAL(symlink)(target, path));
}
int symlinkat(const char *target, int directory, const char *path) {
  long number = count_at("symlink", directory, path);
  DONE(int, number, REAL(symlinkat)(target, directory, path));
}
int link(const char *old, const char *new) {
  long number = count_at("link", AT_FDCWD, new);
  DONE(int, number, REAL(link)(old, new));
}
int linkat(int from, const char *old, int to, const char *new, int flags) {
  long number = count_at("link", to, new);
  DONE(int, number, REAL(linkat)(from, old, to, new, flags));
}

/* No file operations, but they part what was done before a call from what was done after it. */
ssize_t send(int socket, const void *bytes, size_t size, int flags) {
  note("send\n", 5);
  return REAL(send)(socket, bytes, size, flags);
}
ssize_t sendto(int socket, const void *bytes, size_t size, int flags,
               const struct sockaddr *address, socklen_t length) {
  note("send\n", 5);
  return REAL(sendto)(socket, bytes, size, flags, address, length);
}
ssize_t sendmsg(int socket, const struct msghdr *message, int flags) {
  note("send\n", 5);
  return REAL(sendmsg)(socket, message, flags);
}
