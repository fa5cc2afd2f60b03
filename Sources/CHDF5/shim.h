// Debian keeps the serial library apart from the parallel one, in a folder and under a name of its own.
#include <hdf5/serial/hdf5.h>
