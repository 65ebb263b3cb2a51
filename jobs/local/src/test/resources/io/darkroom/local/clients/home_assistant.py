"""Reads a camera as Home Assistant's integration "MJPEG IP Camera" does.

Checks the addresses of the stream and of the still image, takes a picture out of the stream, and passes the stream on
like its proxy. Every step gives up after 10 seconds without data.

Usage: home_assistant.py STREAM_URL STILL_URL PICTURES SECONDS
"""

import asyncio
import base64
import sys
import time
import urllib.request

import aiohttp

PATIENCE_S = 10
PIECE_BYTES = 100 * 1024
USER, PASSWORD = "user", "password"


def opened(url):
    credentials = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    request = urllib.request.Request(url, headers={"Authorization": "Basic " + credentials})
    return urllib.request.urlopen(request, timeout=PATIENCE_S)


def check(url):
    """The user enters an address: only the status matters, and the body is not read."""
    with opened(url) as response:
        print("accepted" if response.status == 200 else response.status)


def take_picture(url):
    """A picture is what lies between its first markers."""
    data = b""
    with opened(url) as response:
        while b"\xff\xd9" not in data:
            piece = response.read1(PIECE_BYTES)
            if not piece:
                sys.exit("the stream ended")
            data += piece
    print("picture" if b"\xff\xd8" in data[: data.index(b"\xff\xd9")] else "no picture")


async def show(url, pictures, seconds):
    """A browser gets the pieces of the stream as they come, with the type of its content."""
    end = time.monotonic() + seconds
    async with aiohttp.ClientSession() as session:
        get = session.get(url, auth=aiohttp.BasicAuth(USER, PASSWORD))
        response = await asyncio.wait_for(get, PATIENCE_S)
        kind = response.headers["Content-Type"]
        print(kind)
        boundary = b"--" + kind.split("boundary=")[1].encode()
        data = b""
        while data.count(boundary) <= pictures or time.monotonic() < end:
            piece = await asyncio.wait_for(response.content.read(PIECE_BYTES), PATIENCE_S)
            if not piece:
                sys.exit("the stream ended")
            data += piece
        response.close()
    print("shown" if data.count(b"\xff\xd8\xff") >= pictures else "no pictures")


def main():
    stream, still, pictures, seconds = sys.argv[1:]
    check(stream)
    check(still)
    take_picture(stream)
    asyncio.run(show(stream, int(pictures), int(seconds)))


if __name__ == "__main__":
    main()
