#!/usr/bin/python3
"""Cameras made of GStreamer's own elements and RTSP server: cameras.py PORT"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

PICTURE = "videotestsrc is-live=true ! video/x-raw,format=I420,width=320,height=240,framerate=%s"
X264 = "x264enc tune=zerolatency speed-preset=ultrafast"
H264 = "rtph264pay name=pay0 pt=96 config-interval=-1"

CAMERAS = {
    "h264": f"{PICTURE % '15/1'} ! {X264} key-int-max=15 ! {H264}",
    "long-gop": f"{PICTURE % '15/1'} ! {X264} key-int-max=150 ! {H264}",
    "intra-refresh": f"{PICTURE % '15/1'} ! {X264} intra-refresh=true key-int-max=30 ! {H264}",
    "b-frames": f"{PICTURE % '15/1'} ! x264enc bframes=2 b-adapt=false speed-preset=veryfast key-int-max=15 ! {H264}",
    "jpeg": f"{PICTURE % '10/1'} ! jpegenc ! rtpjpegpay name=pay0 pt=26",
    "vp8": f"{PICTURE % '15/1'} ! vp8enc deadline=1 keyframe-max-dist=15 ! rtpvp8pay name=pay0 pt=96",
    "vp9": f"{PICTURE % '15/1'} ! vp9enc deadline=1 cpu-used=8 keyframe-max-dist=15 ! rtpvp9pay name=pay0 pt=96",
    "sound-first": "audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay0 pt=8 "
    + f"{PICTURE % '15/1'} ! {X264} key-int-max=15 ! rtph264pay name=pay1 pt=96 config-interval=-1",
    "loss": f"{PICTURE % '15/1'} ! {X264} key-int-max=15 ! rtph264pay pt=96 config-interval=-1 mtu=300 "
    + "! identity drop-probability=0.03 name=pay0",
}

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(sys.argv[1])
for path, pipeline in CAMERAS.items():
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f"( {pipeline} )")
    server.get_mount_points().add_factory("/" + path, factory)
server.attach(None)
GLib.MainLoop().run()
