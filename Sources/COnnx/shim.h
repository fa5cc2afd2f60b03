// ONNX's messages, as protobuf-c's compiler makes them of onnx.proto, and their reading within a bound.

#include "onnx.pb-c.h"
#include <stdlib.h>

/// Takes memory as long as some is left.
static inline void *onnx_take(void *left, size_t size) {
  size_t *bytes = left;
  if (size > *bytes) return NULL;
  *bytes -= size;
  return malloc(size ? size : 1);
}

static inline void onnx_give_back(void *left, void *memory) { free(memory); }

/// The model in these bytes; NULL where they are no such message, or where its parts would take more than `limit` bytes.
static inline Onnx__ModelProto *onnx_read(const uint8_t *bytes, size_t count, size_t limit) {
  ProtobufCAllocator allocator = {onnx_take, onnx_give_back, &limit};
  return onnx__model_proto__unpack(&allocator, count, bytes);
}

/// Frees what `onnx_read` gave.
static inline void onnx_free(Onnx__ModelProto *model) {
  ProtobufCAllocator allocator = {onnx_take, onnx_give_back, NULL};
  onnx__model_proto__free_unpacked(model, &allocator);
}
