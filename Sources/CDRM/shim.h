// libdrm and the kernel's mode setting interface; what Swift cannot import of it: request numbers and format codes.
#ifndef YUANBA_CDRM_H
#define YUANBA_CDRM_H
#include <drm_fourcc.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

static const unsigned long yuanba_MODE_ATOMIC = DRM_IOCTL_MODE_ATOMIC;
static const unsigned long yuanba_MODE_CREATE_DUMB = DRM_IOCTL_MODE_CREATE_DUMB;
static const unsigned long yuanba_MODE_MAP_DUMB = DRM_IOCTL_MODE_MAP_DUMB;
static const unsigned long yuanba_MODE_DESTROY_DUMB = DRM_IOCTL_MODE_DESTROY_DUMB;
static const unsigned long yuanba_MODE_ADDFB2 = DRM_IOCTL_MODE_ADDFB2;
static const unsigned long yuanba_PRIME_FD_TO_HANDLE = DRM_IOCTL_PRIME_FD_TO_HANDLE;
static const unsigned long yuanba_PRIME_HANDLE_TO_FD = DRM_IOCTL_PRIME_HANDLE_TO_FD;
static const uint32_t yuanba_PRIME_FLAGS = DRM_CLOEXEC | DRM_RDWR;
static const unsigned long yuanba_GEM_CLOSE = DRM_IOCTL_GEM_CLOSE;
static const unsigned long yuanba_MODE_RMFB = DRM_IOCTL_MODE_RMFB;
static const unsigned long yuanba_MODE_GETRESOURCES = DRM_IOCTL_MODE_GETRESOURCES;
static const unsigned long yuanba_MODE_CREATEPROPBLOB = DRM_IOCTL_MODE_CREATEPROPBLOB;
static const unsigned long yuanba_MODE_DESTROYPROPBLOB = DRM_IOCTL_MODE_DESTROYPROPBLOB;

static const uint32_t yuanba_FORMAT_XRGB8888 = DRM_FORMAT_XRGB8888;
static const uint32_t yuanba_FORMAT_ARGB8888 = DRM_FORMAT_ARGB8888;

// drmIoctl goes on after EINTR and EAGAIN.
static inline int yuanba_drm(int fd, unsigned long request, void *argument) { return drmIoctl(fd, request, argument); }

// 1 when fd is a device node of the DRM subsystem (character device 226), and its minor number.
static inline int yuanba_drm_minor(int fd, unsigned *minor_number) {
    struct stat status;
    if (fstat(fd, &status) < 0 || !S_ISCHR(status.st_mode) || major(status.st_rdev) != 226) return 0;
    *minor_number = minor(status.st_rdev);
    return 1;
}

#endif
