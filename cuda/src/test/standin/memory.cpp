// Device memory is host memory. Each kind is filled with a different pattern, since drivers do not guarantee zeros.
#include <cstdlib>

#include "driver.h"

using namespace standin;

namespace {

constexpr unsigned char ON_DEVICE = 0xCD;
constexpr unsigned char PINNED = 0xEE;

void *at(Address address) { return reinterpret_cast<void *>(address); }

bool refused(size_t device_bytes) {
  long asked = ++counts["allocations_asked"];
  long from = setting("FAIL_ALLOCATION");
  long last = from + setting("ALLOCATIONS_FAILING") - 1;
  if (from > 0 && asked >= from && (asked <= last || last < from)) return true;
  size_t used = device_bytes;
  for (auto &one : allocations) used += one.second;
  return used > (size_t)setting("MEMORY");
}

void *filled(size_t bytes, unsigned char pattern) { return memset(malloc(bytes), pattern, bytes); }

}  // namespace

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
  if (refused(bytes)) return OUT_OF_MEMORY;
  *address = reinterpret_cast<Address>(filled(bytes, ON_DEVICE));
  allocations[*address] = bytes;
  return 0;
}

// Waits for the device first, like the driver.
API cuMemFree_v2(Address address) {
  IN_CONTEXT;
  if (allocations.erase(address) == 0) return INVALID_VALUE;
  counts["frees"]++;
  drain_all();
  free(at(address));
  return sticky;
}

API cuMemHostAlloc(void **address, size_t bytes, unsigned) {
  IN_CONTEXT;
  if (refused(0)) return OUT_OF_MEMORY;
  *address = filled(bytes, PINNED);
  pinned[*address] = bytes;
  return 0;
}

API cuMemFreeHost(void *address) {
  IN_CONTEXT;
  if (pinned.erase(address) == 0) return INVALID_VALUE;
  counts["frees"]++;
  drain_all();
  free(address);
  return sticky;
}

API cuMemcpyHtoD_v2(Address to, const void *from, size_t bytes) {
  IN_CONTEXT;
  drain(&default_stream);
  memcpy(at(to), from, bytes);
  return sticky;
}

API cuMemcpyDtoH_v2(void *to, Address from, size_t bytes) {
  IN_CONTEXT;
  drain(&default_stream);
  memcpy(to, at(from), bytes);
  return sticky;
}

API cuMemcpyHtoDAsync_v2(Address to, const void *from, size_t bytes, void *stream) {
  IN_CONTEXT;
  return put(stream, [=] { memcpy(at(to), from, bytes); });
}

API cuMemcpyDtoHAsync_v2(void *to, Address from, size_t bytes, void *stream) {
  IN_CONTEXT;
  return put(stream, [=] { memcpy(to, at(from), bytes); });
}

API cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, void *stream) {
  IN_CONTEXT;
  return put(stream, [=] { memmove(at(to), at(from), bytes); });
}

API cuMemsetD8Async(Address to, unsigned char value, size_t bytes, void *stream) {
  IN_CONTEXT;
  return put(stream, [=] { memset(at(to), value, bytes); });
}
