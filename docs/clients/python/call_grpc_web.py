import http.client, struct, sys
from google.protobuf import descriptor_pb2, message_factory

address, name, image, descriptors = sys.argv[1:]
files = descriptor_pb2.FileDescriptorSet.FromString(open(descriptors, "rb").read()).file
types = message_factory.GetMessages(files)


def message(type, **fields):
    return types[type if "." in type else "darkroom.v1." + type](**fields)


def call(method, request, answer):
    """Yields the answers. The status of an error is in the headers if there are no answers, otherwise in the trailer."""
    connection, body = http.client.HTTPConnection(address, timeout=30), request.SerializeToString()
    headers = {"content-type": "application/grpc-web+proto"}
    connection.request("POST", "/darkroom.v1." + method, struct.pack(">BI", 0, len(body)) + body, headers)
    response = connection.getresponse()
    status = response.getheader("grpc-status")
    while status is None:
        flags, length = struct.unpack(">BI", response.read(5))
        body = response.read(length)
        if flags & 0x80:
            status = dict(line.split(":", 1) for line in body.decode().split("\r\n") if line)["grpc-status"]
        else:
            yield type(message(answer)).FromString(body)
    if int(status):
        raise RuntimeError("status %d" % int(status))


pipeline = message("Pipeline", pipeline_id=name, stream_id=name, chain="grayscale")
list(call("PipelineService/PutPipeline", message("PutPipelineRequest", pipeline=pipeline), "Pipeline"))
publish = message("PublishFrameRequest", stream_id=name, image=open(image, "rb").read())
list(call("StreamService/PublishFrame", publish, "PublishFrameResponse"))
answer = next(call("StreamService/WatchFrames", message("WatchFramesRequest", pipeline_id=name), "WatchFramesResponse"))
done = answer.frame.processing
print(done.pipeline_id, answer.frame.stream_id, done.filters[0].filter_id, answer.frame.image[:2].hex())
delete = message("DeletePipelineRequest", pipeline_id=name)
list(call("PipelineService/DeletePipeline", delete, "google.protobuf.Empty"))
try:
    list(call("PipelineService/DeletePipeline", delete, "google.protobuf.Empty"))
except RuntimeError as error:
    print(error)
