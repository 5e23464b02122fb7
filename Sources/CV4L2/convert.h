// libv4lconvert: what webcams of two decades invented instead of a common format.
#ifndef YUANBA_CV4L2_CONVERT_H
#define YUANBA_CV4L2_CONVERT_H
#include "shim.h"
#include <libv4l-plugin.h>
#include <libv4lconvert.h>

// The library asks a device for what it can do and for controls of its own making (white balance, flipping). Here it only converts,
// so what it talks to is a device that can do nothing.
static inline void *yuanba_video_no_init(int fd) {
    (void)fd;
    return NULL;
}
static inline void yuanba_video_no_close(void *device) { (void)device; }
static inline int yuanba_video_no_ioctl(void *device, int fd, unsigned long request, void *argument) {
    (void)device;
    (void)fd;
    if (request == VIDIOC_QUERYCAP) {
        memset(argument, 0, sizeof(struct v4l2_capability));
        return 0;
    }
    errno = ENOTTY;
    return -1;
}
static const struct libv4l_dev_ops yuanba_video_no_device = {
    .init = yuanba_video_no_init, .close = yuanba_video_no_close, .ioctl = yuanba_video_no_ioctl};

// NULL when there is no memory.
static inline struct v4lconvert_data *yuanba_video_converter(void) {
    return v4lconvert_create_with_dev_ops(-1, NULL, &yuanba_video_no_device);
}

// One frame of a single plane to R G B bytes. The number of bytes written, or -1.
static inline int yuanba_video_convert_to_rgb24(
    struct v4lconvert_data *converter, const struct yuanba_video_format *format, unsigned char *source, int source_bytes,
    unsigned char *target, int target_bytes) {
    struct v4l2_format from, to;
    yuanba_video_format_to_kernel(V4L2_BUF_TYPE_VIDEO_CAPTURE, format, &from);
    from.fmt.pix.sizeimage = (uint32_t)source_bytes;
    from.fmt.pix.colorspace = format->colorspace;
    from.fmt.pix.ycbcr_enc = format->encoding;
    from.fmt.pix.quantization = format->quantization;
    to = from;
    to.fmt.pix.pixelformat = V4L2_PIX_FMT_RGB24;
    to.fmt.pix.bytesperline = format->width * 3;
    to.fmt.pix.sizeimage = format->width * 3 * format->height;
    return v4lconvert_convert(converter, &from, &to, source, source_bytes, target, target_bytes);
}
#endif
