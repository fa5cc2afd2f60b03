// Debian keeps the serial library apart from the parallel one, in a folder and under a name of its own.
#include <hdf5/serial/hdf5.h>

// Much of the library's interface is macros, which Swift does not see.

/// The types in which weights, counts and texts are stored; a text has any length.
static inline hid_t CHDF5Float32(void) { return H5T_IEEE_F32LE; }
static inline hid_t CHDF5Float64(void) { return H5T_IEEE_F64LE; }
static inline hid_t CHDF5Int64(void) { return H5T_STD_I64LE; }
static inline hid_t CHDF5Text(void) {
  hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

/// An empty file that stays in memory, in the layout that every version of the library reads.
static inline hid_t CHDF5FileInMemory(void) {
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fapl_core(access, 1 << 20, 0);
  H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_LATEST);
  hid_t file = H5Fcreate("memory", H5F_ACC_TRUNC, H5P_DEFAULT, access);
  H5Pclose(access);
  return file;
}

/// Makes the groups on the way to an object too.
static inline hid_t CHDF5WithParents(void) {
  hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  return links;
}

/// Keeps the time of writing out of the file.
static inline hid_t CHDF5Timeless(void) {
  hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_obj_track_times(creation, 0);
  return creation;
}

/// The library prints nothing by itself.
static inline void CHDF5Silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }
