// gdk-pixbuf, opened when the first BMP, GIF or TIFF image is read (PixbufDecoder.swift tells why).
//
// The functions are looked up by name and declared here as their documents do, so that no header needs to be
// installed: https://docs.gtk.org/gdk-pixbuf/class.PixbufLoader.html

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct pixbuf_loader pixbuf_loader;
typedef struct pixbuf pixbuf;

typedef struct {
  uint32_t domain;
  int code;
  char *message;
} pixbuf_error;

typedef struct {
  pixbuf_loader *(*gdk_pixbuf_loader_new_with_type)(const char *type, pixbuf_error **error);
  int (*gdk_pixbuf_loader_write)(pixbuf_loader *loader, const uint8_t *bytes, size_t count, pixbuf_error **error);
  int (*gdk_pixbuf_loader_close)(pixbuf_loader *loader, pixbuf_error **error);
  void (*gdk_pixbuf_loader_set_size)(pixbuf_loader *loader, int width, int height);
  pixbuf *(*gdk_pixbuf_loader_get_pixbuf)(pixbuf_loader *loader);
  int (*gdk_pixbuf_get_width)(const pixbuf *image);
  int (*gdk_pixbuf_get_height)(const pixbuf *image);
  int (*gdk_pixbuf_get_n_channels)(const pixbuf *image);
  int (*gdk_pixbuf_get_rowstride)(const pixbuf *image);
  const uint8_t *(*gdk_pixbuf_read_pixels)(const pixbuf *image);
  unsigned long (*g_signal_connect_data)(
      void *object, const char *signal, void (*handler)(void), void *data, void (*destroy)(void *, void *), int flags);
  void (*g_object_unref)(void *object);
  void (*g_error_free)(pixbuf_error *error);
} pixbuf_functions;

/// Finds the functions in the shared library of this name and in those that it needs; false where it is missing or
/// lacks one.
static inline bool pixbuf_open(pixbuf_functions *functions, const char *name) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
#define FIND(function) (*(void **)&functions->function = dlsym(library, #function))
  return library && FIND(gdk_pixbuf_loader_new_with_type) && FIND(gdk_pixbuf_loader_write) &&
         FIND(gdk_pixbuf_loader_close) && FIND(gdk_pixbuf_loader_set_size) && FIND(gdk_pixbuf_loader_get_pixbuf) &&
         FIND(gdk_pixbuf_get_width) && FIND(gdk_pixbuf_get_height) && FIND(gdk_pixbuf_get_n_channels) &&
         FIND(gdk_pixbuf_get_rowstride) && FIND(gdk_pixbuf_read_pixels) && FIND(g_signal_connect_data) &&
         FIND(g_object_unref) && FIND(g_error_free);
#undef FIND
}

/// What the header of an image says, and whether its pixels are wanted too.
typedef struct {
  const pixbuf_functions *functions;
  int width, height;
  int wanted_width, wanted_height;
} pixbuf_size;

/// Hears the size before memory is taken for the pixels. The size 0 ends the reading there.
static inline void pixbuf_hear_size(pixbuf_loader *loader, int width, int height, void *data) {
  pixbuf_size *size = (pixbuf_size *)data;
  size->width = width;
  size->height = height;
  if (width != size->wanted_width || height != size->wanted_height)
    size->functions->gdk_pixbuf_loader_set_size(loader, 0, 0);
}

/// Reads an image of this type ("bmp", "gif", "tiff"). Where it has the size that is wanted, the result is its pixels,
/// to be given back by g_object_unref of `loader`; where it has another, NULL, with that size in `size`.
static inline const pixbuf *pixbuf_read(
    const char *type, const uint8_t *bytes, size_t count, pixbuf_size *size, pixbuf_loader **loader,
    pixbuf_error **error) {
  const pixbuf_functions *f = size->functions;
  *loader = f->gdk_pixbuf_loader_new_with_type(type, error);
  if (!*loader) return NULL;
  f->g_signal_connect_data(*loader, "size-prepared", (void (*)(void))pixbuf_hear_size, size, NULL, 0);
  // A loader has to be closed even after a failure, whose reason is then the first one.
  bool is_read = f->gdk_pixbuf_loader_write(*loader, bytes, count, error);
  is_read = f->gdk_pixbuf_loader_close(*loader, is_read ? error : NULL) && is_read;
  return is_read ? f->gdk_pixbuf_loader_get_pixbuf(*loader) : NULL;
}
