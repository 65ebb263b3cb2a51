import json, sys, urllib.request
import websocket
from google.protobuf import descriptor_pb2, message_factory

address, name, image, descriptors = sys.argv[1:]
files = descriptor_pb2.FileDescriptorSet.FromString(open(descriptors, "rb").read()).file
Frame = message_factory.GetMessages(files)["darkroom.v1.Frame"]


def put(pipeline):
    body, headers = json.dumps(pipeline).encode(), {"content-type": "application/json"}
    path = "http://%s/v1/pipelines/%s" % (address, name)
    urllib.request.urlopen(urllib.request.Request(path, body, headers, method="PUT"), timeout=30).close()


put({"streamId": name, "chain": "grayscale"})
watch = websocket.create_connection("ws://%s/v1/pipelines/%s/frames" % (address, name), timeout=30)
assert "hello" in json.loads(watch.recv())
publish = websocket.create_connection("ws://%s/v1/streams/%s/publish" % (address, name), timeout=30)
publish.send_binary(open(image, "rb").read())
sequence = json.loads(publish.recv())["sequence"]
frame = Frame.FromString(watch.recv())
done = frame.processing
assert frame.sequence == sequence
print(done.pipeline_id, frame.stream_id, done.filters[0].filter_id, frame.image[:2].hex())
publish.send_binary(b"no image")
print(json.loads(publish.recv())["error"]["code"])
publish.close()
watch.close()
