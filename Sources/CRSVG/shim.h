// librsvg and cairo, opened when the first PNG file is drawn (SVGRenderer.swift tells why).
//
// The functions are looked up by name and declared here as their documents do, so that no header needs to be
// installed: https://gnome.pages.gitlab.gnome.org/librsvg/Rsvg-2.0, https://www.cairographics.org/manual

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct rsvg_handle rsvg_handle;
typedef struct cairo_surface cairo_surface;
typedef struct cairo_context cairo_context;

typedef struct {
  uint32_t domain;
  int code;
  char *message;
} glib_error;

typedef struct {
  double x, y, width, height;
} rsvg_rectangle;

/// Takes the next bytes of a PNG file; returns 0, or 11 (CAIRO_STATUS_WRITE_ERROR).
typedef int (*cairo_receiver)(void *object, const unsigned char *bytes, unsigned int count);

typedef struct {
  rsvg_handle *(*rsvg_handle_new_from_data)(const uint8_t *bytes, size_t count, glib_error **error);
  int (*rsvg_handle_get_intrinsic_size_in_pixels)(rsvg_handle *handle, double *width, double *height);
  int (*rsvg_handle_render_document)(
      rsvg_handle *handle, cairo_context *context, const rsvg_rectangle *viewport, glib_error **error);
  void (*g_object_unref)(void *object);
  void (*g_error_free)(glib_error *error);
  cairo_surface *(*cairo_image_surface_create)(int format, int width, int height);
  int (*cairo_surface_write_to_png_stream)(cairo_surface *surface, cairo_receiver receiver, void *object);
  void (*cairo_surface_flush)(cairo_surface *surface);
  unsigned char *(*cairo_image_surface_get_data)(cairo_surface *surface);
  int (*cairo_image_surface_get_stride)(cairo_surface *surface);
  void (*cairo_surface_destroy)(cairo_surface *surface);
  cairo_context *(*cairo_create)(cairo_surface *surface);
  void (*cairo_destroy)(cairo_context *context);
} rsvg_functions;

/// Finds the functions in the shared library of this name and in those that it needs; false where it is missing or
/// lacks one.
static inline bool rsvg_open(rsvg_functions *functions, const char *name) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
#define FIND(function) (*(void **)&functions->function = dlsym(library, #function))
  return library && FIND(rsvg_handle_new_from_data) && FIND(rsvg_handle_get_intrinsic_size_in_pixels) &&
         FIND(rsvg_handle_render_document) && FIND(g_object_unref) && FIND(g_error_free) &&
         FIND(cairo_image_surface_create) && FIND(cairo_surface_write_to_png_stream) &&
         FIND(cairo_surface_flush) && FIND(cairo_image_surface_get_data) &&
         FIND(cairo_image_surface_get_stride) && FIND(cairo_surface_destroy) && FIND(cairo_create) && FIND(cairo_destroy);
#undef FIND
}
