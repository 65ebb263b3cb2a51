import sys
from confluent_kafka import Producer
servers, stream, image = sys.argv[1:]
producer = Producer({"bootstrap.servers": servers, "partitioner": "murmur2_random"})
written = lambda error, record: print(error or "%d %d" % (record.partition(), record.offset()))
producer.produce("darkroom.frames", open(image, "rb").read(), stream, on_delivery=written)
producer.flush(30)
