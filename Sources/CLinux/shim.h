// What the kernel has and the C library has no function for, or one that Swift cannot call.
//
// Numbers and structures are written out here: Debian 12's headers are older than the kernels that it may run on.
// Elsewhere than on Linux each of them says ENOSYS, or does what comes nearest.

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#ifdef __linux__
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
