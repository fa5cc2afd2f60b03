// What the kernel has and the C library has no function for, or one that Swift cannot call.
//
// Numbers and structures are written out here: Debian 12's headers are older than the kernels that it may run on.
// Elsewhere than on Linux each of them says ENOSYS, or does what comes nearest.

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

// MARK: - openat2(2), Linux 5.6

/// Opens `path` below a folder and nowhere else: no link on the way is followed, `..` does not lead out.
/// -1 with errno where it cannot; ENOSYS, or EPERM in some containers, where the kernel has no such call.
static inline int linux_open_beneath(int folder, const char *path, uint64_t flags, uint64_t mode) {
#if defined(__linux__) && defined(SYS_openat2)
  struct { uint64_t flags, mode, resolve; } how = {
    flags, mode,
    // RESOLVE_NO_MAGICLINKS, RESOLVE_NO_SYMLINKS, RESOLVE_BENEATH.
    0x02 | 0x04 | 0x08,
  };
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
#else
  errno = ENOSYS;
  return -1;
#endif
}

// MARK: - syncfs(2)

/// Waits until all that was written to a folder's file system is on the disk.
static inline int linux_sync_file_system(int folder) {
#if defined(__linux__) && defined(SYS_syncfs)
  return (int)syscall(SYS_syncfs, folder);
#else
  sync();
  return 0;
#endif
}

// MARK: - Landlock, Linux 5.13: https://docs.kernel.org/userspace-api/landlock.html

/// The version of Landlock's interface that the kernel has; -1 with errno where it has none or it is switched off.
static inline int landlock_version(void) {
#ifdef __linux__
  return (int)syscall(444, (void *)0, (size_t)0, 1u);
#else
  errno = ENOSYS;
  return -1;
#endif
}

/// What a set of rules is about: accesses to files, to the network, and to other processes, all of which it refuses but
/// for what its rules allow. `version` says how many of the three the kernel knows.
static inline int landlock_rules(int version, uint64_t files, uint64_t network, uint64_t scopes) {
#ifdef __linux__
  struct { uint64_t files, network, scopes; } rules = { files, network, scopes };
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  return (int)syscall(444, &rules, size, 0u);
#else
  errno = ENOSYS;
  return -1;
#endif
}

/// Allows accesses to a file, or to a folder and everything below it.
static inline int landlock_allow(int rules, uint64_t files, int place) {
#ifdef __linux__
  struct __attribute__((packed)) { uint64_t files; int32_t place; } beneath = { files, place };
  return (int)syscall(445, rules, 1, &beneath, 0u);
#else
  errno = ENOSYS;
  return -1;
#endif
}

/// Binds this thread, and the threads and processes that it will start, to the rules for ever. No program that it
/// starts gains rights.
static inline int landlock_bind(int rules) {
#ifdef __linux__
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  return (int)syscall(446, rules, 0u);
#else
  errno = ENOSYS;
  return -1;
#endif
}

// MARK: - fork(2)

/// Swift keeps fork from those who have threads; this is for a process that has none yet.
static inline pid_t unix_fork(void) { return fork(); }

// MARK: - prctl(2)

/// Has this process end as soon as the one that forked it does.
static inline void linux_die_with_parent(void) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0);
#endif
}
