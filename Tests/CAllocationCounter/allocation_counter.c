#include "allocation_counter.h"
#include <errno.h>
#include <stddef.h>

// glibc keeps its own under these names so that a program can define malloc itself.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static __thread unsigned long counted __attribute__((tls_model("initial-exec")));

void yb_count_allocations_begin(void) { counted = 0; }
unsigned long yb_count_allocations_end(void) { return counted; }

void *malloc(size_t size) {
    counted++;
    return __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
    counted++;
    return __libc_calloc(count, size);
}
void *realloc(void *old, size_t size) {
    counted++;
    return __libc_realloc(old, size);
}
void *memalign(size_t alignment, size_t size) {
    counted++;
    return __libc_memalign(alignment, size);
}
void *aligned_alloc(size_t alignment, size_t size) {
    counted++;
    return __libc_memalign(alignment, size);
}
int posix_memalign(void **out, size_t alignment, size_t size) {
    counted++;
    void *memory = __libc_memalign(alignment, size);
    if (!memory) return ENOMEM;
    *out = memory;
    return 0;
}
