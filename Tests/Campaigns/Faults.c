// Loaded before a program (LD_PRELOAD), it makes the system fail at a call of one's choice, as a full or broken disk does:
//
//   FAULT_AT=N       the Nth call that changes something on the disk fails; 0 only counts them
//   FAULT_ERRNO=E    with this error
//   FAULT_LASTS=1    and so does every later one, as on a disk that stays full
//   FAULT_COUNT=FILE where the number of calls is written when the program ends
//
// Calls that change something: write and pwrite to regular files (a terminal or a pipe is no disk, and what is said has to
// be seen), fsync, rename, mkdir, and opening for creation.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;
static long at, code, lasts, report = -1;

__attribute__((constructor)) static void begin(void) {
  const char *text = getenv("FAULT_AT");
  at = text ? atol(text) : 0;
  text = getenv("FAULT_ERRNO");
  code = text ? atol(text) : ENOSPC;
  lasts = getenv("FAULT_LASTS") != NULL;
  // Opened now: later the program may have forbidden itself to write there.
  text = getenv("FAULT_COUNT");
  if (text) report = syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

__attribute__((destructor)) static void end(void) {
  char number[32];
  int length = snprintf(number, sizeof number, "%ld\n", atomic_load(&calls));
  if (report >= 0) syscall(SYS_write, report, number, length);
}

static int fails(void) {
  long call = atomic_fetch_add(&calls, 1) + 1;
  if (at == 0 || call < at || (call > at && !lasts)) return 0;
  errno = (int)code;
  return 1;
}

static int isOnDisk(int file) {
  struct stat info;
  return file > 2 && fstat(file, &info) == 0 && S_ISREG(info.st_mode);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t count) {
  if (isOnDisk(file) && fails()) return -1;
  return REAL(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
  if (isOnDisk(file) && fails()) return -1;
  return REAL(pwrite)(file, bytes, count, place);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  if (isOnDisk(file) && fails()) return -1;
  return REAL(writev)(file, parts, count);
}

int fsync(int file) { return isOnDisk(file) && fails() ? -1 : REAL(fsync)(file); }

int rename(const char *from, const char *to) { return fails() ? -1 : REAL(rename)(from, to); }

int renameat(int a, const char *from, int b, const char *to) {
  return fails() ? -1 : REAL(renameat)(a, from, b, to);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
  return fails() ? -1 : REAL(renameat2)(a, from, b, to, flags);
}

int mkdir(const char *path, mode_t mode) { return fails() ? -1 : REAL(mkdir)(path, mode); }

int mkdirat(int folder, const char *path, mode_t mode) {
  return fails() ? -1 : REAL(mkdirat)(folder, path, mode);
}

static mode_t modeOf(int flags, va_list *rest) {
  return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(*rest, int) : 0;
}

#define OPENS(name, call, ...)                                 \
  int name(__VA_ARGS__, ...) {                                 \
    va_list rest;                                              \
    va_start(rest, flags);                                     \
    mode_t mode = modeOf(flags, &rest);                        \
    va_end(rest);                                              \
    return flags & O_CREAT && fails() ? -1 : REAL(name) call;  \
  }

OPENS(open, (path, flags, mode), const char *path, int flags)
OPENS(open64, (path, flags, mode), const char *path, int flags)
OPENS(openat, (folder, path, flags, mode), int folder, const char *path, int flags)
OPENS(openat64, (folder, path, flags, mode), int folder, const char *path, int flags)
