import sys
from confluent_kafka import Consumer
from google.protobuf import descriptor_pb2, message_factory
files = descriptor_pb2.FileDescriptorSet.FromString(open(sys.argv[2], "rb").read()).file
Frame = message_factory.GetMessages(files)["darkroom.v1.Frame"]
consumer = Consumer({"bootstrap.servers": sys.argv[1], "group.id": "reader-python", "auto.offset.reset": "earliest", "isolation.level": "read_committed"})
consumer.subscribe(["darkroom.processed"])
newest = {}
while True:
    record = consumer.poll(1.0)
    if record and not record.error():
        frame = Frame.FromString(record.value())
        unit, offset = (frame.processing.pipeline_uid, frame.stream_id, frame.processing.source.partition), frame.processing.source.offset
        if offset > newest.get(unit, -1): print(frame.processing.pipeline_id, *unit[1:], offset, frame.sequence, len(frame.image), flush=True)
        newest[unit] = max(offset, newest.get(unit, -1))
