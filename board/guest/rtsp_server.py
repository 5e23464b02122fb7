"""A network camera: GStreamer's RTSP server with a moving ball in the picture, at rtsp://127.0.0.1:8554/camera, as a process that can be ended."""

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch("( videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=180,framerate=10/1 ! jpegenc "
                   "! rtpjpegpay name=pay0 )")
factory.set_shared(True)
server = GstRtspServer.RTSPServer()
server.get_mount_points().add_factory("/camera", factory)
server.attach(None)
GLib.MainLoop().run()
