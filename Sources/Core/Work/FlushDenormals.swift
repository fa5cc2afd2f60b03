#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs `body` with denormal numbers flushed to zero on this thread, and restores the thread's mode.
///
/// RMSprop's averages of dead units decay into denormals, on which processors are up to 100 times slower.
/// x86-64: bits FTZ (15) and DAZ (6) of MXCSR; arm64: bit FZ (24) of FPCR.
@inline(__always)
public func withDenormalsFlushed<Result>(_ body: () -> Result) -> Result {
  #if canImport(Glibc)
    var before = fenv_t()
    fegetenv(&before)
    var flushing = before
    #if arch(x86_64)
      flushing.__mxcsr |= 0x8040
    #elseif arch(arm64)
      flushing.__fpcr |= 1 << 24
    #endif
    fesetenv(&flushing)
    defer { fesetenv(&before) }
  #endif
  return body()
}
