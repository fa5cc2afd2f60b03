// libpng, and its reader as one call.
//
// Where libpng meets damage it leaves by longjmp, which may not cross Swift; so the whole of it happens here.
// Its simplified interface needs none of that, but brightens pixels by the file's gAMA, sRGB and cHRM chunks, which
// Pillow, TensorFlow and OpenCV leave alone: the numbers in the file are what counts, and what is read here.
// Source: libpng-manual(3), "Reading PNG files".

#include <png.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
  const uint8_t *bytes;
  size_t count, place;
  char *message;
  size_t message_size;
} png_input;

static inline void png_input_read(png_structp png, png_bytep into, size_t count) {
  png_input *input = (png_input *)png_get_io_ptr(png);
  if (count > input->count - input->place) png_error(png, "the file ends too early");
  memcpy(into, input->bytes + input->place, count);
  input->place += count;
}

static inline void png_input_fail(png_structp png, png_const_charp message) {
  png_input *input = (png_input *)png_get_error_ptr(png);
  size_t length = strlen(message);
  if (length >= input->message_size) length = input->message_size - 1;
  memcpy(input->message, message, length);
  input->message[length] = 0;
  png_longjmp(png, 1);
}

static inline void png_input_ignore(png_structp png, png_const_charp message) { (void)png, (void)message; }

/// Decodes a PNG file of this size into `pixels`, 1 or 3 bytes each, row by row: palettes become colours, 1, 2 and 4
/// bits of gray are spread over 0 to 255, of 16 bits the upper 8 stay, transparency is dropped.
///
/// Returns false where the file is damaged or not of this size, with the reason in `message`.
__attribute__((noinline)) static bool png_decode(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, int channels, uint8_t *pixels,
    char *message, size_t message_size) {
  png_input input = {bytes, count, 0, message, message_size};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &input, png_input_fail, png_input_ignore);
  // Assigned before setjmp and not after, so that it is still there when longjmp comes back.
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    strncpy(message, "libpng cannot start", message_size);
    return false;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    return false;
  }
  png_set_read_fn(png, &input, png_input_read);
  // Text, profiles and times say nothing of the pixels, and may unfold to much; all but what reading needs is passed over.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_user_limits(png, width, height);
  png_read_info(png, info);
  png_set_expand(png);
  png_set_strip_16(png);
  png_set_strip_alpha(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height ||
      png_get_rowbytes(png, info) != (size_t)width * (size_t)channels)
    png_error(png, "its rows are not as its header says");
  for (int pass = 0; pass < passes; pass++)
    for (uint32_t y = 0; y < height; y++)
      png_read_row(png, pixels + (size_t)y * (size_t)width * (size_t)channels, NULL);
  png_destroy_read_struct(&png, &info, NULL);
  return true;
}
