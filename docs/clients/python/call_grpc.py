import sys
import grpc
from google.protobuf import descriptor_pb2, message_factory

address, name, image, descriptors = sys.argv[1:]
files = descriptor_pb2.FileDescriptorSet.FromString(open(descriptors, "rb").read()).file
types = message_factory.GetMessages(files)
channel = grpc.insecure_channel(address)


def message(type, **fields):
    return types[type if "." in type else "darkroom.v1." + type](**fields)


def call(kind, method, answer):
    decode = type(message(answer)).FromString
    return getattr(channel, kind)("/darkroom.v1." + method, lambda request: request.SerializeToString(), decode)


put = call("unary_unary", "PipelineService/PutPipeline", "Pipeline")
publish = call("stream_unary", "StreamService/PublishFrames", "PublishFramesResponse")
watch = call("unary_stream", "StreamService/WatchFrames", "WatchFramesResponse")
delete = call("unary_unary", "PipelineService/DeletePipeline", "google.protobuf.Empty")

pipeline = message("Pipeline", pipeline_id=name, stream_id=name, chain="grayscale")
put(message("PutPipelineRequest", pipeline=pipeline), timeout=30)
frame = message("Frame", stream_id=name, image=open(image, "rb").read())
publish(iter([frame]), timeout=30)
for answer in watch(message("WatchFramesRequest", pipeline_id=name), timeout=30):
    done = answer.frame.processing
    print(done.pipeline_id, answer.frame.stream_id, done.filters[0].filter_id, answer.frame.image[:2].hex())
    break
delete(message("DeletePipelineRequest", pipeline_id=name), timeout=30)
try:
    delete(message("DeletePipelineRequest", pipeline_id=name), timeout=30)
except grpc.RpcError as error:
    print(error.code().name)
