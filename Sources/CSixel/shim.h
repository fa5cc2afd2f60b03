// libsixel, opened when the first picture goes to a terminal that shows Sixel graphics.
//
// The functions are looked up by name and declared here as sixel.h does, so that no header needs to be installed:
// https://github.com/libsixel/libsixel/blob/master/include/sixel.h.in

#include <dlfcn.h>
#include <stdbool.h>

typedef struct sixel_output sixel_output;
typedef struct sixel_dither sixel_dither;

/// Takes the next bytes.
typedef int (*sixel_receiver)(char *bytes, int count, void *object);

enum {
  /// Bytes of red, green and blue.
  sixel_rgb = 3,
  /// Each pixel gets the nearest of the chosen colours, so that what is of one colour stays so.
  sixel_no_diffusion = 1,
};

/// Those that return a number return 0 where they did their work.
typedef struct {
  int (*sixel_output_new)(sixel_output **output, sixel_receiver receiver, void *object, void *allocator);
  void (*sixel_output_unref)(sixel_output *output);
  int (*sixel_dither_new)(sixel_dither **dither, int colours, void *allocator);
  int (*sixel_dither_initialize)(
      sixel_dither *dither, unsigned char *pixels, int width, int height, int format, int split, int average,
      int quality);
  void (*sixel_dither_set_diffusion_type)(sixel_dither *dither, int type);
  void (*sixel_dither_unref)(sixel_dither *dither);
  int (*sixel_encode)(
      unsigned char *pixels, int width, int height, int depth, sixel_dither *dither, sixel_output *output);
} sixel_functions;

/// Finds the functions in the shared library of this name; false where it is missing or lacks one.
static inline bool sixel_open(sixel_functions *functions, const char *name) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
#define FIND(function) (*(void **)&functions->function = dlsym(library, #function))
  return library && FIND(sixel_output_new) && FIND(sixel_output_unref) && FIND(sixel_dither_new) &&
         FIND(sixel_dither_initialize) && FIND(sixel_dither_set_diffusion_type) && FIND(sixel_dither_unref) &&
         FIND(sixel_encode);
#undef FIND
}
