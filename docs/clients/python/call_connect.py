import base64, http.client, json, struct, sys

address, name, image = sys.argv[1:]


def post(method, type, body):
    connection = http.client.HTTPConnection(address, timeout=30)
    headers = {"content-type": type, "connect-protocol-version": "1"}
    connection.request("POST", "/darkroom.v1." + method, body, headers)
    return connection.getresponse()


def unary(method, message):
    response = post(method, "application/json", json.dumps(message))
    answer = json.load(response)
    if response.status != 200:
        raise RuntimeError(answer["code"])
    return answer


def stream(method, message):
    body = json.dumps(message).encode()
    response = post(method, "application/connect+json", struct.pack(">BI", 0, len(body)) + body)
    while True:
        flags, length = struct.unpack(">BI", response.read(5))
        answer = json.loads(response.read(length))
        if flags & 2:  # the last message
            if "error" in answer:
                raise RuntimeError(answer["error"]["code"])
            return
        yield answer


pipeline = {"pipelineId": name, "streamId": name, "chain": "grayscale"}
unary("PipelineService/PutPipeline", {"pipeline": pipeline})
encoded = base64.b64encode(open(image, "rb").read()).decode()
unary("StreamService/PublishFrame", {"streamId": name, "image": encoded})
frame = next(stream("StreamService/WatchFrames", {"pipelineId": name}))["frame"]
done = frame["processing"]
print(done["pipelineId"], frame["streamId"], done["filters"][0]["filterId"], base64.b64decode(frame["image"])[:2].hex())
unary("PipelineService/DeletePipeline", {"pipelineId": name})
for request in ({"pipelineId": name}, {"pipelineID": name}):  # the second one is misspelled
    try:
        unary("PipelineService/DeletePipeline", request)
    except RuntimeError as error:
        print(error)
