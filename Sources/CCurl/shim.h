#ifndef YUANBA_CCURL_H
#define YUANBA_CCURL_H
#include <curl/curl.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic, which Swift does not import. */
static inline CURLcode yb_set_long(CURL *curl, CURLoption option, long value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode yb_set_size(CURL *curl, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode yb_set_string(CURL *curl, CURLoption option, const char *value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode yb_set_headers(CURL *curl, const struct curl_slist *headers) {
    return curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
}
static inline CURLcode yb_set_error_buffer(CURL *curl, char *buffer) {
    return curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, buffer);
}

typedef size_t (*yb_data_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*yb_progress_callback)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
static inline void yb_set_callbacks(
    CURL *curl, yb_data_callback body, yb_data_callback header, yb_progress_callback progress, void *context) {
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, context);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, context);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, context);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

static inline CURLSHcode yb_share(CURLSH *share, curl_lock_data what) {
    return curl_share_setopt(share, CURLSHOPT_SHARE, what);
}
static inline CURLcode yb_set_share(CURL *curl, CURLSH *share) {
    return curl_easy_setopt(curl, CURLOPT_SHARE, share);
}
static inline CURLMcode yb_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
/* A union, which Swift reads only by its first member. */
static inline CURLcode yb_message_result(const CURLMsg *message) { return message->data.result; }

static inline long yb_get_long(CURL *curl, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(curl, info, &value);
    return value;
}
static inline curl_off_t yb_get_size(CURL *curl, CURLINFO info) {
    curl_off_t value = 0;
    curl_easy_getinfo(curl, info, &value);
    return value;
}

/* While the clock is not set, certificates cannot be judged by their dates; name and chain still count. */
static inline CURLcode yb_ignore_certificate_dates(CURL *curl, void *context, void *unused) {
    (void)curl;
    (void)unused;
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param((SSL_CTX *)context), X509_V_FLAG_NO_CHECK_TIME);
    return CURLE_OK;
}
static inline CURLcode yb_set_ignore_certificate_dates(CURL *curl, int ignore) {
    return curl_easy_setopt(
        curl, CURLOPT_SSL_CTX_FUNCTION, ignore ? yb_ignore_certificate_dates : (curl_ssl_ctx_callback)0);
}
#endif
