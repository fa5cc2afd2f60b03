// libcurl, opened when the first download begins (Curl.swift tells why).
//
// The header gives the types; the functions are looked up by name. curl_easy_setopt takes variable arguments,
// which Swift cannot call: each curl_set below is one fixed form of it and nothing more.

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdbool.h>

typedef struct {
  CURLcode (*global_init)(long flags);
  CURL *(*easy_init)(void);
  CURLcode (*easy_setopt)(CURL *handle, CURLoption option, ...);
  CURLcode (*easy_perform)(CURL *handle);
  void (*easy_cleanup)(CURL *handle);
  struct curl_slist *(*slist_append)(struct curl_slist *list, const char *text);
  void (*slist_free_all)(struct curl_slist *list);
} curl_functions;

/// Finds the functions in the shared library of this name; false where it is missing or lacks one.
static inline bool curl_open(curl_functions *curl, const char *name) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
#define FIND(function) (*(void **)&curl->function = dlsym(library, "curl_" #function))
  return library && FIND(global_init) && FIND(easy_init) && FIND(easy_setopt) && FIND(easy_perform) &&
         FIND(easy_cleanup) && FIND(slist_append) && FIND(slist_free_all);
#undef FIND
}

static inline CURLcode curl_set_number(const curl_functions *curl, CURL *handle, CURLoption option, long value) {
  return curl->easy_setopt(handle, option, value);
}

/// A text, which libcurl copies.
static inline CURLcode curl_set_text(const curl_functions *curl, CURL *handle, CURLoption option, const char *value) {
  return curl->easy_setopt(handle, option, value);
}

/// An object that stays in place until the handle goes.
static inline CURLcode curl_set_object(const curl_functions *curl, CURL *handle, CURLoption option, void *value) {
  return curl->easy_setopt(handle, option, value);
}

/// The function that gets the bytes of the header or of the body.
static inline CURLcode curl_set_receiver(
    const curl_functions *curl, CURL *handle, CURLoption option, curl_write_callback value) {
  return curl->easy_setopt(handle, option, value);
}

/// The function that is asked at least once a second whether to go on.
static inline CURLcode curl_set_watcher(const curl_functions *curl, CURL *handle, curl_xferinfo_callback value) {
  return curl->easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}
