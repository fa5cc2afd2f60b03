// What the kernels are compiled for: Package.swift says the name, the compiler what that processor has.

#ifndef CONVBOOK_MARCH
#define CONVBOOK_MARCH "portable"
#endif

/// `native`, `portable`, or the name that clang has for a processor.
static inline const char *processor_name(void) { return CONVBOOK_MARCH; }

/// The family, and the widest registers that the kernels use.
static inline const char *processor_registers(void) {
#if defined(__AVX512F__)
  return "x86-64 with AVX-512";
#elif defined(__AVX2__)
  return "x86-64 with AVX2";
#elif defined(__AVX__)
  return "x86-64 with AVX";
#elif defined(__x86_64__)
  return "x86-64 with SSE2";
#elif defined(__aarch64__)
  return "arm64 with NEON";
#else
  return "another family";
#endif
}
