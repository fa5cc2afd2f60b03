#include <curl/curl.h>

// Swift does not call variadic C functions; these are the forms that are used.
