// The kernel's video capture interface, linux/videodev2.h: requests are macros, formats and buffers are unions, one of them packed,
// none of which Swift can import. The single- and the multi-planar interface look alike from here on: `type` says which one is meant.
#ifndef YUANBA_CV4L2_H
#define YUANBA_CV4L2_H
#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/videodev2.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

static const uint32_t yuanba_VIDEO_CAPTURE = V4L2_BUF_TYPE_VIDEO_CAPTURE;
static const uint32_t yuanba_VIDEO_CAPTURE_MPLANE = V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE;

static const uint64_t yuanba_STD_PAL = V4L2_STD_PAL;
static const uint64_t yuanba_STD_NTSC = V4L2_STD_NTSC;
static const uint64_t yuanba_STD_SECAM = V4L2_STD_SECAM;

// 1 when `fd` is a node of the video4linux subsystem: character device 81.
static inline int yuanba_is_video_node(int fd) {
    struct stat status;
    return fstat(fd, &status) == 0 && S_ISCHR(status.st_mode) && major(status.st_rdev) == 81;
}

struct yuanba_video_node {
    char driver[17], card[33], bus[33];
    // V4L2_CAP_*, of this node and not of the whole device.
    uint32_t capabilities;
};

static inline int yuanba_video_query(int fd, struct yuanba_video_node *node) {
    struct v4l2_capability c = {0};
    if (ioctl(fd, VIDIOC_QUERYCAP, &c) < 0) return -1;
    memset(node, 0, sizeof *node);
    memcpy(node->driver, c.driver, sizeof c.driver);
    memcpy(node->card, c.card, sizeof c.card);
    memcpy(node->bus, c.bus_info, sizeof c.bus_info);
    node->capabilities = c.capabilities & V4L2_CAP_DEVICE_CAPS ? c.device_caps : c.capabilities;
    return 0;
}

// Formats

struct yuanba_video_plane {
    uint32_t pitch, bytes;
};

struct yuanba_video_format {
    uint32_t width, height, fourcc, field, colorspace, encoding, quantization;
    uint32_t planes;
    struct yuanba_video_plane plane[VIDEO_MAX_PLANES];
};

static inline void yuanba_video_format_to_kernel(uint32_t type, const struct yuanba_video_format *from, struct v4l2_format *to) {
    memset(to, 0, sizeof *to);
    to->type = type;
    if (type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE) {
        struct v4l2_pix_format_mplane *pix = &to->fmt.pix_mp;
        pix->width = from->width;
        pix->height = from->height;
        pix->pixelformat = from->fourcc;
        pix->field = from->field;
        pix->num_planes = from->planes;
        for (unsigned i = 0; i < from->planes && i < VIDEO_MAX_PLANES; i++) pix->plane_fmt[i].bytesperline = from->plane[i].pitch;
    } else {
        struct v4l2_pix_format *pix = &to->fmt.pix;
        pix->width = from->width;
        pix->height = from->height;
        pix->pixelformat = from->fourcc;
        pix->field = from->field;
        pix->bytesperline = from->plane[0].pitch;
        // Without it the fields after it mean nothing (Documentation/userspace-api/media/v4l/pixfmt-v4l2.rst).
        pix->priv = V4L2_PIX_FMT_PRIV_MAGIC;
    }
}

static inline void yuanba_video_format_from_kernel(const struct v4l2_format *from, struct yuanba_video_format *to) {
    memset(to, 0, sizeof *to);
    if (from->type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE) {
        const struct v4l2_pix_format_mplane *pix = &from->fmt.pix_mp;
        *to = (struct yuanba_video_format){
            pix->width, pix->height, pix->pixelformat, pix->field, pix->colorspace, pix->ycbcr_enc, pix->quantization,
            pix->num_planes < VIDEO_MAX_PLANES ? pix->num_planes : VIDEO_MAX_PLANES, {{0}}};
        for (unsigned i = 0; i < to->planes; i++)
            to->plane[i] = (struct yuanba_video_plane){pix->plane_fmt[i].bytesperline, pix->plane_fmt[i].sizeimage};
    } else {
        const struct v4l2_pix_format *pix = &from->fmt.pix;
        const int has_more = pix->priv == V4L2_PIX_FMT_PRIV_MAGIC;
        *to = (struct yuanba_video_format){
            pix->width, pix->height, pix->pixelformat, pix->field, pix->colorspace, has_more ? pix->ycbcr_enc : 0,
            has_more ? pix->quantization : 0, 1, {{pix->bytesperline, pix->sizeimage}}};
    }
}

static inline int yuanba_video_get_format(int fd, uint32_t type, struct yuanba_video_format *format) {
    struct v4l2_format kernel = {.type = type};
    if (ioctl(fd, VIDIOC_G_FMT, &kernel) < 0) return -1;
    yuanba_video_format_from_kernel(&kernel, format);
    return 0;
}

// What the driver made of the wish stands in `format` afterwards. pitch 0: the driver's own.
static inline int yuanba_video_set_format(int fd, uint32_t type, struct yuanba_video_format *format) {
    struct v4l2_format kernel;
    yuanba_video_format_to_kernel(type, format, &kernel);
    if (ioctl(fd, VIDIOC_S_FMT, &kernel) < 0) return -1;
    yuanba_video_format_from_kernel(&kernel, format);
    return 0;
}

// -1 and EINVAL after the last one.
static inline int yuanba_video_enumerate_format(int fd, uint32_t type, uint32_t index, uint32_t *fourcc, uint32_t *is_emulated) {
    struct v4l2_fmtdesc description = {.index = index, .type = type};
    if (ioctl(fd, VIDIOC_ENUM_FMT, &description) < 0) return -1;
    *fourcc = description.pixelformat;
    *is_emulated = (description.flags & V4L2_FMT_FLAG_EMULATED) != 0;
    return 0;
}

// A size, or a range of them where `step_width` is not 0.
struct yuanba_video_sizes {
    uint32_t width, height, largest_width, largest_height, step_width, step_height;
};

static inline int yuanba_video_enumerate_sizes(int fd, uint32_t fourcc, uint32_t index, struct yuanba_video_sizes *sizes) {
    struct v4l2_frmsizeenum found = {.index = index, .pixel_format = fourcc};
    if (ioctl(fd, VIDIOC_ENUM_FRAMESIZES, &found) < 0) return -1;
    if (found.type == V4L2_FRMSIZE_TYPE_DISCRETE)
        *sizes = (struct yuanba_video_sizes){
            found.discrete.width, found.discrete.height, found.discrete.width, found.discrete.height, 0, 0};
    else
        *sizes = (struct yuanba_video_sizes){
            found.stepwise.min_width,  found.stepwise.min_height, found.stepwise.max_width,
            found.stepwise.max_height, found.stepwise.step_width, found.stepwise.step_height};
    return 0;
}

// The time from a frame to the next, in nanoseconds. A range (index 0 only) gives its shortest and sets `is_range`.
static inline int yuanba_video_enumerate_interval(
    int fd, uint32_t fourcc, uint32_t width, uint32_t height, uint32_t index, int64_t *nanoseconds, int *is_range) {
    struct v4l2_frmivalenum found = {.index = index, .pixel_format = fourcc, .width = width, .height = height};
    if (ioctl(fd, VIDIOC_ENUM_FRAMEINTERVALS, &found) < 0) return -1;
    *is_range = found.type != V4L2_FRMIVAL_TYPE_DISCRETE;
    struct v4l2_fract interval = *is_range ? found.stepwise.min : found.discrete;
    *nanoseconds = interval.denominator ? (int64_t)interval.numerator * 1000000000 / interval.denominator : 0;
    return 0;
}

// Asks for an interval and tells which one it is now, in nanoseconds; 0 when the driver does not know.
static inline int yuanba_video_set_interval(int fd, uint32_t type, int64_t *nanoseconds) {
    struct v4l2_streamparm parameters = {.type = type};
    parameters.parm.capture.timeperframe = (struct v4l2_fract){(uint32_t)(*nanoseconds / 1000), 1000000};
    if (ioctl(fd, VIDIOC_S_PARM, &parameters) < 0) return -1;
    struct v4l2_fract interval = parameters.parm.capture.timeperframe;
    *nanoseconds = interval.denominator ? (int64_t)interval.numerator * 1000000000 / interval.denominator : 0;
    return 0;
}

// Buffers

struct yuanba_video_buffer_plane {
    uint32_t bytes_used, bytes, data_offset, map_offset;
};

struct yuanba_video_buffer {
    uint32_t index, flags, sequence, field, planes;
    int64_t nanoseconds;
    struct yuanba_video_buffer_plane plane[VIDEO_MAX_PLANES];
};

// `*count` buffers; the driver may give more, or fewer. 0 gives all of them back.
static inline int yuanba_video_request_buffers(int fd, uint32_t type, uint32_t memory, uint32_t *count) {
    struct v4l2_requestbuffers request = {.count = *count, .type = type, .memory = memory};
    if (ioctl(fd, VIDIOC_REQBUFS, &request) < 0) return -1;
    *count = request.count;
    return 0;
}

static inline void yuanba_video_buffer_from_kernel(const struct v4l2_buffer *from, struct yuanba_video_buffer *to) {
    memset(to, 0, sizeof *to);
    to->index = from->index;
    to->flags = from->flags;
    to->sequence = from->sequence;
    to->field = from->field;
    to->nanoseconds = (int64_t)from->timestamp.tv_sec * 1000000000 + (int64_t)from->timestamp.tv_usec * 1000;
    if (from->type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE) {
        to->planes = from->length < VIDEO_MAX_PLANES ? from->length : VIDEO_MAX_PLANES;
        for (unsigned i = 0; i < to->planes; i++) {
            const struct v4l2_plane *plane = &from->m.planes[i];
            to->plane[i] = (struct yuanba_video_buffer_plane){plane->bytesused, plane->length, plane->data_offset, plane->m.mem_offset};
        }
    } else {
        to->planes = 1;
        to->plane[0] = (struct yuanba_video_buffer_plane){from->bytesused, from->length, 0, from->m.offset};
    }
}

static inline int yuanba_video_query_buffer(int fd, uint32_t type, uint32_t index, struct yuanba_video_buffer *buffer) {
    struct v4l2_plane planes[VIDEO_MAX_PLANES] = {{0}};
    struct v4l2_buffer kernel = {.index = index, .type = type, .memory = V4L2_MEMORY_MMAP};
    if (type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE) {
        kernel.m.planes = planes;
        kernel.length = VIDEO_MAX_PLANES;
    }
    if (ioctl(fd, VIDIOC_QUERYBUF, &kernel) < 0) return -1;
    yuanba_video_buffer_from_kernel(&kernel, buffer);
    return 0;
}

// With V4L2_MEMORY_DMABUF `descriptor` and `bytes` are the memory of the only plane.
static inline int yuanba_video_queue(
    int fd, uint32_t type, uint32_t memory, uint32_t index, uint32_t planes_count, int descriptor, uint32_t bytes) {
    struct v4l2_plane planes[VIDEO_MAX_PLANES] = {{0}};
    struct v4l2_buffer kernel = {.index = index, .type = type, .memory = memory};
    if (type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE) {
        kernel.m.planes = planes;
        kernel.length = planes_count;
        if (memory == V4L2_MEMORY_DMABUF) {
            planes[0].m.fd = descriptor;
            planes[0].length = bytes;
        }
    } else if (memory == V4L2_MEMORY_DMABUF) {
        kernel.m.fd = descriptor;
        kernel.length = bytes;
    }
    int result = ioctl(fd, VIDIOC_QBUF, &kernel);
    // The address is good, the memory is not: it is scattered, and this device wants it in one piece (vb2_dc_map_dmabuf).
    if (result < 0 && errno == EFAULT && memory == V4L2_MEMORY_DMABUF) errno = EOPNOTSUPP;
    return result;
}

static inline int yuanba_video_dequeue(int fd, uint32_t type, uint32_t memory, struct yuanba_video_buffer *buffer) {
    struct v4l2_plane planes[VIDEO_MAX_PLANES] = {{0}};
    struct v4l2_buffer kernel = {.type = type, .memory = memory};
    if (type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE) {
        kernel.m.planes = planes;
        kernel.length = VIDEO_MAX_PLANES;
    }
    if (ioctl(fd, VIDIOC_DQBUF, &kernel) < 0) return -1;
    yuanba_video_buffer_from_kernel(&kernel, buffer);
    return 0;
}

static inline int yuanba_video_export(int fd, uint32_t type, uint32_t index, uint32_t plane, int *descriptor) {
    struct v4l2_exportbuffer request = {.type = type, .index = index, .plane = plane, .flags = O_CLOEXEC | O_RDWR};
    if (ioctl(fd, VIDIOC_EXPBUF, &request) < 0) return -1;
    *descriptor = request.fd;
    return 0;
}

// The processor reads a shared buffer from now on, or does so no more; caches that do not see what devices write are told.
static inline int yuanba_buffer_reading(int fd, int begins) {
    struct dma_buf_sync request = {.flags = DMA_BUF_SYNC_READ | (begins ? DMA_BUF_SYNC_START : DMA_BUF_SYNC_END)};
    return ioctl(fd, DMA_BUF_IOCTL_SYNC, &request);
}

static inline int yuanba_video_stream(int fd, uint32_t type, int on) {
    int number = (int)type;
    return ioctl(fd, on ? VIDIOC_STREAMON : VIDIOC_STREAMOFF, &number);
}

// Events

// Of one input.
static inline int yuanba_video_subscribe_source_change(int fd, uint32_t input) {
    struct v4l2_event_subscription subscription = {.type = V4L2_EVENT_SOURCE_CHANGE, .id = input};
    return ioctl(fd, VIDIOC_SUBSCRIBE_EVENT, &subscription);
}

// -1 and ENOENT when there is none.
static inline int yuanba_video_dequeue_event(int fd, uint32_t *type) {
    struct v4l2_event event;
    memset(&event, 0, sizeof event);
    if (ioctl(fd, VIDIOC_DQEVENT, &event) < 0) return -1;
    *type = event.type;
    return 0;
}

// Inputs

struct yuanba_video_input {
    char name[33];
    uint32_t is_tuner, tuner, status, capabilities;
};

static inline int yuanba_video_enumerate_input(int fd, uint32_t index, struct yuanba_video_input *input) {
    struct v4l2_input found = {.index = index};
    if (ioctl(fd, VIDIOC_ENUMINPUT, &found) < 0) return -1;
    memset(input, 0, sizeof *input);
    memcpy(input->name, found.name, sizeof found.name);
    input->is_tuner = found.type == V4L2_INPUT_TYPE_TUNER;
    input->tuner = found.tuner;
    input->status = found.status;
    input->capabilities = found.capabilities;
    return 0;
}

static inline int yuanba_video_get_input(int fd, uint32_t *index) {
    int number = 0;
    if (ioctl(fd, VIDIOC_G_INPUT, &number) < 0) return -1;
    *index = (uint32_t)number;
    return 0;
}

static inline int yuanba_video_set_input(int fd, uint32_t index) {
    int number = (int)index;
    return ioctl(fd, VIDIOC_S_INPUT, &number);
}

// What the decoder sees, 0 when nothing; -1 and ENOTTY where it cannot tell.
static inline int yuanba_video_sense_standard(int fd, uint64_t *standard) {
    v4l2_std_id id = 0;
    if (ioctl(fd, VIDIOC_QUERYSTD, &id) < 0) return -1;
    *standard = id;
    return 0;
}

static inline int yuanba_video_set_standard(int fd, uint64_t standard) {
    v4l2_std_id id = standard;
    return ioctl(fd, VIDIOC_S_STD, &id);
}

// Tuners count in 62.5 Hz or in 62.5 kHz.
static inline int yuanba_video_tune(int fd, uint32_t number, uint64_t hertz) {
    struct v4l2_tuner tuner = {.index = number};
    if (ioctl(fd, VIDIOC_G_TUNER, &tuner) < 0) return -1;
    struct v4l2_frequency frequency = {.tuner = number, .type = V4L2_TUNER_ANALOG_TV};
    frequency.frequency = (uint32_t)(tuner.capability & V4L2_TUNER_CAP_LOW ? hertz * 2 / 125 : hertz / 62500);
    return ioctl(fd, VIDIOC_S_FREQUENCY, &frequency);
}

// Takes over the timings that a digital input senses. -1: ENOLINK no signal, ENOLCK unstable, ERANGE out of what the receiver can.
static inline int yuanba_video_follow_timings(int fd) {
    struct v4l2_dv_timings timings = {0};
    if (ioctl(fd, VIDIOC_QUERY_DV_TIMINGS, &timings) < 0) return -1;
    if (ioctl(fd, VIDIOC_S_DV_TIMINGS, &timings) == 0) return 0;
    // Some can sense more than they can receive.
    if (errno == EINVAL) errno = ERANGE;
    return -1;
}

#endif
