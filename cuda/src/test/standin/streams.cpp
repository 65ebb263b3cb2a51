// Streams and events.
#include "driver.h"

namespace standin {

Stream *stream_of(void *handle) { return handle ? static_cast<Stream *>(handle) : &default_stream; }

void run_until(Stream *stream, long mark) {
  while (stream->done < mark && !stream->waiting.empty()) {
    Work work = std::move(stream->waiting.front());
    stream->waiting.pop_front();
    stream->done++;
    if (!sticky) work();
  }
}

void drain(Stream *stream) { run_until(stream, stream->accepted); }

void drain_all() {
  drain(&default_stream);
  for (Stream *stream : streams) drain(stream);
}

int put(void *handle, Work work) {
  Stream *stream = stream_of(handle);
  stream->waiting.push_back(std::move(work));
  stream->accepted++;
  if (!setting("LAZY")) drain(stream);
  return sticky;
}

}  // namespace standin

using namespace standin;

API cuStreamCreate(void **handle, unsigned) {
  IN_CONTEXT;
  Stream *stream = new Stream;
  streams.insert(stream);
  *handle = stream;
  return 0;
}

API cuStreamDestroy_v2(void *handle) {
  IN_CONTEXT;
  Stream *stream = stream_of(handle);
  if (streams.erase(stream) == 0) return INVALID_VALUE;
  drain(stream);
  delete stream;
  return sticky;
}

API cuStreamSynchronize(void *handle) {
  IN_CONTEXT;
  drain(stream_of(handle));
  return sticky;
}

API cuStreamQuery(void *handle) {
  IN_CONTEXT;
  Stream *stream = stream_of(handle);
  if (setting("STUCK")) return NOT_READY;
  return stream->done < stream->accepted ? NOT_READY : sticky;
}

API cuStreamWaitEvent(void *handle, void *awaited, unsigned) {
  IN_CONTEXT;
  Event *event = static_cast<Event *>(awaited);
  Stream *stream = event->stream;
  long after = event->after;
  return put(handle, [=] {
    if (stream) run_until(stream, after);
  });
}

API cuEventCreate(void **event, unsigned) {
  IN_CONTEXT;
  counts["events"]++;
  *event = new Event;
  return 0;
}

API cuEventDestroy_v2(void *event) {
  IN_CONTEXT;
  drain_all();  // the event may still be waiting to be recorded
  counts["events"]--;
  delete static_cast<Event *>(event);
  return sticky;
}

API cuEventRecord(void *handle, void *stream) {
  IN_CONTEXT;
  Event *event = static_cast<Event *>(handle);
  event->stream = stream_of(stream);
  event->after = event->stream->accepted + 1;
  event->asked = false;
  return put(stream, [=] { event->at = std::chrono::steady_clock::now(); });
}

// In lazy mode, repeated queries run the work, but not before the second query.
API cuEventQuery(void *handle) {
  IN_CONTEXT;
  Event *event = static_cast<Event *>(handle);
  if (setting("STUCK")) return NOT_READY;
  if (!event->stream || event->stream->done >= event->after) return sticky;
  if (event->asked) run_until(event->stream, event->after);
  event->asked = true;
  return NOT_READY;
}

API cuEventSynchronize(void *handle) {
  IN_CONTEXT;
  Event *event = static_cast<Event *>(handle);
  if (event->stream) run_until(event->stream, event->after);
  return sticky;
}

API cuEventElapsedTime(float *millis, void *from, void *to) {
  IN_CONTEXT;
  auto spent = static_cast<Event *>(to)->at - static_cast<Event *>(from)->at;
  *millis = std::chrono::duration<float, std::milli>(spent).count();
  return 0;
}
