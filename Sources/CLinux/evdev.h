// evdev: the requests of linux/input.h are macros with arguments, which do not import into Swift.
#ifndef YUANBA_CLINUX_EVDEV_H
#define YUANBA_CLINUX_EVDEV_H
#include <errno.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>

// The fields of struct input_event have other names where time_t is wider than the kernel's long.
static inline long long yuanba_event_nanoseconds(const struct input_event *event) {
    return (long long)event->input_event_sec * 1000000000 + (long long)event->input_event_usec * 1000;
}

// EVIOCGNAME: bytes with the terminating 0, or -1.
static inline int yuanba_evdev_name(int fd, char *name, unsigned int count) { return ioctl(fd, EVIOCGNAME(count), name); }

static inline int yuanba_evdev_id(int fd, struct input_id *id) { return ioctl(fd, EVIOCGID, id); }

// EVIOCGBIT: which codes of an event type the device can send (type 0: which types). Bytes filled, or -1.
static inline int yuanba_evdev_codes(int fd, unsigned int type, void *bits, unsigned int count) {
    return ioctl(fd, EVIOCGBIT(type, count), bits);
}

// EVIOCGKEY: which keys are down now.
static inline int yuanba_evdev_keys_down(int fd, void *bits, unsigned int count) { return ioctl(fd, EVIOCGKEY(count), bits); }

// EVIOCSCLOCKID: event times on CLOCK_MONOTONIC instead of the settable clock.
static inline int yuanba_evdev_use_monotonic(int fd) {
    int clock = CLOCK_MONOTONIC;
    return ioctl(fd, EVIOCSCLOCKID, &clock);
}

// EVIOCGRAB takes the number itself, not a pointer to it.
static inline int yuanba_evdev_grab(int fd, int grab) { return ioctl(fd, EVIOCGRAB, (void *)(long)grab); }

// Changes whenever the node is another one or its attributes are. Inode numbers alone are used again at once by some file systems.
// 0 when there is none.
static inline unsigned long long yuanba_node_version(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) return 0;
    return (unsigned long long)status.st_ino * 0x9E3779B97F4A7C15u ^
           ((unsigned long long)status.st_ctim.tv_sec * 1000000000u + (unsigned long long)status.st_ctim.tv_nsec);
}

// Whether `path` is still the node that was opened as `fd`.
static inline int yuanba_is_same_node(int fd, const char *path) {
    struct stat opened, named;
    return fstat(fd, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}
#endif
