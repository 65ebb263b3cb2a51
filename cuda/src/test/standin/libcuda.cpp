// A stand-in for the CUDA driver: enough of libcuda.so.1 for JCuda to run the kernels on the CPU.
//
// Device memory is memory of the host, filled with a pattern at first. Work that is put on a stream runs at once or, in lazy
// mode, not before somebody waits for it. What it pretends to be, and when it fails, is set by standin_set() at run time or by
// the environment at start: STANDIN_DEVICES, STANDIN_DRIVER, STANDIN_MEMORY, STANDIN_LAZY, STANDIN_FAIL_ALLOCATION,
// STANDIN_FAIL_CODE; and the kernel that fails by standin_fail_kernel() or STANDIN_FAIL_KERNEL.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <mutex>
#include <set>

#include "host.h"

#define API extern "C" __attribute__((visibility("default"))) int
#define LOCKED std::lock_guard<std::recursive_mutex> guard(mutex)
#define IN_CONTEXT               \
  LOCKED;                        \
  if (sticky) return sticky;     \
  if (!current) return NO_CONTEXT

namespace {

using Address = unsigned long long;
using Work = std::function<void()>;

enum Result {
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NO_DEVICE = 100,
  INVALID_DEVICE = 101,
  INVALID_IMAGE = 200,
  NO_CONTEXT = 201,
  UNSUPPORTED_PTX_VERSION = 222,
  NOT_FOUND = 500,
  NOT_READY = 600,
};

long setting_of(const char *name, long preset) {
  const char *text = getenv((std::string("STANDIN_") + name).c_str());
  return text ? atol(text) : preset;
}

struct Settings {
  std::map<std::string, long> numbers{
      {"DEVICES", setting_of("DEVICES", 1)},       {"DRIVER", setting_of("DRIVER", 13000)},
      {"MEMORY", setting_of("MEMORY", 4L << 30)},  {"LAZY", setting_of("LAZY", 0)},
      {"FAIL_ALLOCATION", setting_of("FAIL_ALLOCATION", 0)}, {"FAIL_CODE", setting_of("FAIL_CODE", 700)},
  };
  std::string failing_kernel{getenv("STANDIN_FAIL_KERNEL") ? getenv("STANDIN_FAIL_KERNEL") : ""};
};

struct Stream {
  std::deque<Work> waiting;
  long accepted = 0;
  long done = 0;
};

struct Event {
  Stream *stream = nullptr;
  long after = 0;
  std::chrono::steady_clock::time_point at;
};

struct Module {
  std::string ptx;
};

std::recursive_mutex mutex;
Settings settings;
int sticky = 0;
thread_local void *current = nullptr;
Stream default_stream;
std::set<Stream *> streams;
std::map<Address, size_t> allocations;
std::map<void *, size_t> pinned;
std::map<std::string, long> counts;

long setting(const char *name) { return settings.numbers[name]; }

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

int put(void *handle, Work work) {
  Stream *stream = stream_of(handle);
  stream->waiting.push_back(std::move(work));
  stream->accepted++;
  if (!setting("LAZY")) drain(stream);
  return sticky;
}

bool refuses_memory(size_t bytes) {
  long at = setting("FAIL_ALLOCATION");
  if (at > 0 && ++counts["allocations_asked"] >= at) return true;
  long used = 0;
  for (auto &one : allocations) used += one.second;
  return used + (long)bytes > setting("MEMORY");
}

}  // namespace

extern "C" {
__attribute__((visibility("default"))) void standin_set(const char *name, long value) {
  LOCKED;
  settings.numbers[name] = value;
  counts["allocations_asked"] = 0;
}

__attribute__((visibility("default"))) void standin_fail_kernel(const char *name) {
  LOCKED;
  settings.failing_kernel = name;
}

// As after a restart of the process; memory that is still held stays.
__attribute__((visibility("default"))) void standin_reset() {
  LOCKED;
  settings = Settings();
  sticky = 0;
  counts.clear();
  default_stream.waiting.clear();
  for (Stream *stream : streams) stream->waiting.clear();
}

// launches, allocations, pinned, streams, events: of the last three and allocations, those now alive.
__attribute__((visibility("default"))) long standin_count(const char *what) {
  LOCKED;
  std::string name = what;
  if (name == "allocations") return (long)allocations.size();
  if (name == "pinned") return (long)pinned.size();
  if (name == "streams") return (long)streams.size();
  return counts[name];
}
}

API cuInit(unsigned) { return setting("DEVICES") > 0 ? 0 : NO_DEVICE; }

API cuDriverGetVersion(int *version) {
  *version = (int)setting("DRIVER");
  return 0;
}

API cuDeviceGetCount(int *count) {
  *count = (int)setting("DEVICES");
  return 0;
}

API cuDeviceGet(int *device, int ordinal) {
  if (ordinal < 0 || ordinal >= setting("DEVICES")) return INVALID_DEVICE;
  *device = ordinal;
  return 0;
}

API cuDeviceGetName(char *name, int room, int device) {
  snprintf(name, room, "Stand-in GPU %d", device);
  return 0;
}

API cuDeviceGetUuid(void *uuid, int device) {
  memset(uuid, 0, 16);
  static_cast<unsigned char *>(uuid)[15] = (unsigned char)(device + 1);
  return 0;
}

API cuDeviceTotalMem_v2(size_t *bytes, int) {
  *bytes = (size_t)setting("MEMORY");
  return 0;
}

// Compute capability 9.0, two multiprocessors; 1 for whatever else is asked.
API cuDeviceGetAttribute(int *value, int attribute, int) {
  *value = attribute == 75 ? 9 : attribute == 76 ? 0 : attribute == 16 ? 2 : 1;
  return 0;
}

API cuDevicePrimaryCtxSetFlags_v2(int, unsigned) { return 0; }

API cuDevicePrimaryCtxRetain(void **context, int device) {
  static char contexts[64];
  LOCKED;
  if (sticky) return sticky;
  counts["contexts"]++;
  *context = &contexts[device];
  return 0;
}

API cuDevicePrimaryCtxRelease_v2(int) {
  LOCKED;
  counts["contexts"]--;
  return 0;
}

API cuCtxSetCurrent(void *context) {
  current = context;
  return 0;
}

API cuCtxGetCurrent(void **context) {
  *context = current;
  return 0;
}

API cuCtxSynchronize() {
  IN_CONTEXT;
  drain(&default_stream);
  for (Stream *stream : streams) drain(stream);
  return sticky;
}

API cuMemGetInfo_v2(size_t *free, size_t *total) {
  IN_CONTEXT;
  *total = (size_t)setting("MEMORY");
  *free = *total;
  for (auto &one : allocations) *free -= one.second;
  return 0;
}

API cuMemAlloc_v2(Address *address, size_t bytes) {
  IN_CONTEXT;
  if (bytes == 0) return INVALID_VALUE;
  if (refuses_memory(bytes)) return OUT_OF_MEMORY;
  void *memory = malloc(bytes);
  memset(memory, 0xCD, bytes);
  *address = reinterpret_cast<Address>(memory);
  allocations[*address] = bytes;
  return 0;
}

API cuMemFree_v2(Address address) {
  IN_CONTEXT;
  if (allocations.erase(address) == 0) return INVALID_VALUE;
  free(reinterpret_cast<void *>(address));
  return 0;
}

API cuMemHostAlloc(void **address, size_t bytes, unsigned) {
  IN_CONTEXT;
  if (refuses_memory(0)) return OUT_OF_MEMORY;
  *address = malloc(bytes);
  memset(*address, 0xEE, bytes);
  pinned[*address] = bytes;
  return 0;
}

API cuMemFreeHost(void *address) {
  IN_CONTEXT;
  if (pinned.erase(address) == 0) return INVALID_VALUE;
  free(address);
  return 0;
}

API cuMemcpyHtoD_v2(Address to, const void *from, size_t bytes) {
  IN_CONTEXT;
  drain(&default_stream);
  memcpy(reinterpret_cast<void *>(to), from, bytes);
  return sticky;
}

API cuMemcpyDtoH_v2(void *to, Address from, size_t bytes) {
  IN_CONTEXT;
  drain(&default_stream);
  memcpy(to, reinterpret_cast<void *>(from), bytes);
  return sticky;
}

API cuMemcpyHtoDAsync_v2(Address to, const void *from, size_t bytes, void *stream) {
  IN_CONTEXT;
  return put(stream, [=] { memcpy(reinterpret_cast<void *>(to), from, bytes); });
}

API cuMemcpyDtoHAsync_v2(void *to, Address from, size_t bytes, void *stream) {
  IN_CONTEXT;
  return put(stream, [=] { memcpy(to, reinterpret_cast<void *>(from), bytes); });
}

API cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, void *stream) {
  IN_CONTEXT;
  return put(stream, [=] { memmove(reinterpret_cast<void *>(to), reinterpret_cast<void *>(from), bytes); });
}

API cuMemsetD8Async(Address to, unsigned char value, size_t bytes, void *stream) {
  IN_CONTEXT;
  return put(stream, [=] { memset(reinterpret_cast<void *>(to), value, bytes); });
}

API cuStreamCreate(void **handle, unsigned) {
  IN_CONTEXT;
  Stream *stream = new Stream;
  streams.insert(stream);
  *handle = stream;
  return 0;
}

API cuStreamDestroy_v2(void *handle) {
  IN_CONTEXT;
  drain(stream_of(handle));
  streams.erase(stream_of(handle));
  delete stream_of(handle);
  return 0;
}

API cuStreamSynchronize(void *handle) {
  IN_CONTEXT;
  drain(stream_of(handle));
  return sticky;
}

API cuStreamQuery(void *handle) {
  IN_CONTEXT;
  return stream_of(handle)->done < stream_of(handle)->accepted ? NOT_READY : sticky;
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
  counts["events"]--;
  delete static_cast<Event *>(event);
  return 0;
}

API cuEventRecord(void *handle, void *stream) {
  IN_CONTEXT;
  Event *event = static_cast<Event *>(handle);
  event->stream = stream_of(stream);
  event->after = event->stream->accepted + 1;
  return put(stream, [=] { event->at = std::chrono::steady_clock::now(); });
}

API cuEventQuery(void *handle) {
  IN_CONTEXT;
  Event *event = static_cast<Event *>(handle);
  return event->stream && event->stream->done < event->after ? NOT_READY : sticky;
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

API cuModuleLoadDataEx(void **module, const void *image, unsigned, int *, void **) {
  IN_CONTEXT;
  const char *ptx = static_cast<const char *>(image);
  int major = 0, minor = 0;
  const char *version = strstr(ptx, ".version ");
  if (!version || sscanf(version, ".version %d.%d", &major, &minor) != 2) return INVALID_IMAGE;
  // PTX ISA 7.0 came with CUDA 11.0, 8.0 with 12.0, 9.0 with 13.0.
  if (major + 4 > setting("DRIVER") / 1000) return UNSUPPORTED_PTX_VERSION;
  counts["modules"]++;
  *module = new Module{ptx};
  return 0;
}

API cuModuleLoadData(void **module, const void *image) { return cuModuleLoadDataEx(module, image, 0, nullptr, nullptr); }

API cuModuleUnload(void *module) {
  IN_CONTEXT;
  counts["modules"]--;
  delete static_cast<Module *>(module);
  return 0;
}

API cuModuleGetFunction(void **function, void *module, const char *name) {
  IN_CONTEXT;
  auto found = standin::kernels().find(name);
  std::string entry = std::string(".entry ") + name + "(";
  bool in_module = static_cast<Module *>(module)->ptx.find(entry) != std::string::npos;
  if (found == standin::kernels().end() || !in_module) return NOT_FOUND;
  *function = &*found;
  return 0;
}

// Arguments come as one packed block: extra = {1, block, 2, &bytes, 0}.
API cuLaunchKernel(void *function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
                   unsigned blockZ, unsigned, void *stream, void **, void **extra) {
  IN_CONTEXT;
  uint3 grid{gridX, gridY, gridZ}, block{blockX, blockY, blockZ};
  long threads = (long)blockX * blockY * blockZ;
  bool fits = threads > 0 && threads <= 1024 && gridX && gridY && gridZ && gridY <= 65535 && gridZ <= 65535;
  if (!fits || !extra || reinterpret_cast<size_t>(extra[0]) != 1 || reinterpret_cast<size_t>(extra[2]) != 2)
    return INVALID_VALUE;
  auto &kernel = *static_cast<std::pair<const std::string, standin::Kernel> *>(function);
  size_t bytes = *static_cast<size_t *>(extra[3]);
  if (bytes < kernel.second.argument_bytes) return INVALID_VALUE;
  Work thread = kernel.second.bind(static_cast<unsigned char *>(extra[1]), bytes);
  std::string name = kernel.first;
  bool meet = kernel.second.threads_meet;
  return put(stream, [=] {
    counts["launches"]++;
    if (name == settings.failing_kernel) {
      sticky = (int)setting("FAIL_CODE");
      return;
    }
    standin::run(grid, block, meet, thread);
  });
}

API cuGetErrorName(int code, const char **name) {
  static const std::map<int, const char *> names{
      {1, "CUDA_ERROR_INVALID_VALUE"},     {2, "CUDA_ERROR_OUT_OF_MEMORY"},
      {100, "CUDA_ERROR_NO_DEVICE"},       {222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"},
      {700, "CUDA_ERROR_ILLEGAL_ADDRESS"}, {719, "CUDA_ERROR_LAUNCH_FAILED"}};
  auto found = names.find(code);
  *name = found == names.end() ? "CUDA_ERROR" : found->second;
  return 0;
}

API cuGetErrorString(int code, const char **text) { return cuGetErrorName(code, text); }
