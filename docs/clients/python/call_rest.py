import json, sys, time, urllib.error, urllib.request

address, name, image = sys.argv[1:]


def call(method, path, body=None, type="application/json"):
    request = urllib.request.Request("http://" + address + path, body, {"content-type": type}, method=method)
    with urllib.request.urlopen(request, timeout=30) as response:
        return response.read()


def put(pipeline):
    return json.loads(call("PUT", "/v1/pipelines/" + name, json.dumps(pipeline).encode()))


def code(error):
    return json.load(error)["code"]


def snapshot():
    """Returns the newest result, after waiting for the first one."""
    end = time.monotonic() + 30
    while True:
        try:
            return call("GET", "/v1/pipelines/%s/snapshot" % name)
        except urllib.error.HTTPError as error:
            if error.code != 404 or time.monotonic() > end:
                raise
            time.sleep(0.1)


pipeline = put({"streamId": name, "chain": "grayscale"})
published = json.loads(call("POST", "/v1/streams/%s/frames" % name, open(image, "rb").read(), "image/jpeg"))
print(pipeline["pipelineId"], published["streamId"], pipeline["chain"], snapshot()[:2].hex())
call("DELETE", "/v1/pipelines/" + name)
for wrong in (lambda: call("DELETE", "/v1/pipelines/" + name), lambda: put({"streamId": name, "chian": "grayscale"})):
    try:
        wrong()
    except urllib.error.HTTPError as error:
        print(code(error))
