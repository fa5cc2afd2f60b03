// libwebp, opened when the first WebP image is read: few folders hold any, and what is linked costs every start.
//
// The functions are looked up by name and declared here as their document does, so that no header needs to be
// installed: https://developers.google.com/speed/webp/docs/api

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  int (*WebPGetInfo)(const uint8_t *bytes, size_t count, int *width, int *height);
  uint8_t *(*WebPDecodeRGBInto)(
      const uint8_t *bytes, size_t count, uint8_t *pixels, size_t size, int row_bytes);
} webp_functions;

/// Finds the functions in the shared library of this name; false where it is missing or lacks one.
static inline bool webp_open(webp_functions *functions, const char *name) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
#define FIND(function) (*(void **)&functions->function = dlsym(library, #function))
  return library && FIND(WebPGetInfo) && FIND(WebPDecodeRGBInto);
#undef FIND
}
