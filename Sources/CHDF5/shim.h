// libhdf5, opened when the first model is saved (HDF5Library.swift tells why). Debian keeps the serial library apart
// from the parallel one, in a folder and under a name of its own.
//
// The header gives the types; functions are looked up by name, and so are the numbers that the library gives its types
// and property classes, which the header hides in macros.

#include <dlfcn.h>
#include <hdf5/serial/hdf5.h>
#include <stdbool.h>

#define HDF5_FUNCTIONS(DO) \
  DO(H5open) DO(H5Eset_auto2) \
  DO(H5Fcreate) DO(H5Fflush) DO(H5Fget_file_image) DO(H5Fclose) \
  DO(H5Gcreate2) DO(H5Gclose) DO(H5Screate_simple) DO(H5Sclose) \
  DO(H5Dcreate2) DO(H5Dwrite) DO(H5Dclose) DO(H5Acreate_by_name) DO(H5Awrite) DO(H5Aclose) \
  DO(H5Tcopy) DO(H5Tset_size) DO(H5Tset_cset) DO(H5Tclose) \
  DO(H5Pcreate) DO(H5Pset_fapl_core) DO(H5Pset_libver_bounds) DO(H5Pset_create_intermediate_group) \
  DO(H5Pset_obj_track_times) DO(H5Pclose)

#define HDF5_NUMBERS(DO) \
  DO(H5T_IEEE_F32LE) DO(H5T_IEEE_F64LE) DO(H5T_STD_I64LE) DO(H5T_C_S1) \
  DO(H5P_CLS_FILE_ACCESS_ID) DO(H5P_CLS_LINK_CREATE_ID) DO(H5P_CLS_DATASET_CREATE_ID)

// The header's names for these are macros.
#undef H5T_IEEE_F32LE
#undef H5T_IEEE_F64LE
#undef H5T_STD_I64LE
#undef H5T_C_S1

typedef struct {
#define DECLARE(name) __typeof__(name) *name;
  HDF5_FUNCTIONS(DECLARE)
#undef DECLARE
#define DECLARE(name) hid_t name;
  HDF5_NUMBERS(DECLARE)
#undef DECLARE
} hdf5_library;

/// Opens the shared library of this name; false where it is missing or lacks something. It prints nothing by itself.
static inline bool hdf5_open(hdf5_library *hdf5, const char *name) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) return false;
#define FIND(name) if (!(*(void **)&hdf5->name = dlsym(library, #name))) return false;
  HDF5_FUNCTIONS(FIND)
#undef FIND
  if (hdf5->H5open() < 0) return false;
  hid_t *number;
#define FIND(name) if (!(number = dlsym(library, #name "_g"))) return false; hdf5->name = *number;
  HDF5_NUMBERS(FIND)
#undef FIND
  hdf5->H5Eset_auto2(0, NULL, NULL);
  return true;
}

/// An empty file that stays in memory, in the layout that every version of the library reads.
static inline hid_t hdf5_file_in_memory(const hdf5_library *hdf5) {
  hid_t access = hdf5->H5Pcreate(hdf5->H5P_CLS_FILE_ACCESS_ID);
  hdf5->H5Pset_fapl_core(access, 1 << 20, 0);
  hdf5->H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_LATEST);
  // H5F_ACC_TRUNC, whose macro calls the library. The library looks first whether there is a file of the name: none can
  // be below /dev/null.
  hid_t file = hdf5->H5Fcreate("/dev/null/memory", 2, 0, access);
  hdf5->H5Pclose(access);
  return file;
}

/// A text of any length.
static inline hid_t hdf5_text_type(const hdf5_library *hdf5) {
  hid_t type = hdf5->H5Tcopy(hdf5->H5T_C_S1);
  hdf5->H5Tset_size(type, H5T_VARIABLE);
  hdf5->H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

/// Makes the groups on the way to an object too.
static inline hid_t hdf5_with_parents(const hdf5_library *hdf5) {
  hid_t links = hdf5->H5Pcreate(hdf5->H5P_CLS_LINK_CREATE_ID);
  hdf5->H5Pset_create_intermediate_group(links, 1);
  return links;
}

/// Keeps the time of writing out of the file.
static inline hid_t hdf5_timeless(const hdf5_library *hdf5) {
  hid_t creation = hdf5->H5Pcreate(hdf5->H5P_CLS_DATASET_CREATE_ID);
  hdf5->H5Pset_obj_track_times(creation, 0);
  return creation;
}
