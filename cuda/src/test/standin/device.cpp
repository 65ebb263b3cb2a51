// Devices and their primary contexts.
#include <cstdio>

#include "driver.h"

namespace standin {

long gpu_uuid(int device) {
  if (setting("MIG")) return 1;
  return setting("REVERSED") ? setting("DEVICES") - device : device + 1;
}

long own_uuid(int device) {
  if (!setting("MIG")) return gpu_uuid(device);
  return 0x100 + (setting("REVERSED") ? setting("DEVICES") - device : device + 1);
}

}  // namespace standin

using namespace standin;

API cuInit(unsigned) {
  LOCKED;
  return setting("DEVICES") > 0 ? 0 : NO_DEVICE;
}

API cuDriverGetVersion(int *version) {
  LOCKED;
  *version = (int)setting("DRIVER");
  return 0;
}

API cuDeviceGetCount(int *count) {
  LOCKED;
  *count = (int)setting("DEVICES");
  return 0;
}

API cuDeviceGet(int *device, int ordinal) {
  LOCKED;
  if (ordinal < 0 || ordinal >= setting("DEVICES")) return INVALID_DEVICE;
  *device = ordinal;
  return 0;
}

API cuDeviceGetName(char *name, int room, int device) {
  snprintf(name, room, "Stand-in GPU %d", device);
  return 0;
}

// Like the driver: version 1 returns the UUID of the GPU, version 2 that of the instance if there is one.
static int write_uuid(void *uuid, long number) {
  unsigned char *bytes = static_cast<unsigned char *>(uuid);
  memset(bytes, 0, 16);
  bytes[14] = (unsigned char)(number >> 8);
  bytes[15] = (unsigned char)number;
  return 0;
}

API cuDeviceGetUuid(void *uuid, int device) {
  LOCKED;
  return write_uuid(uuid, gpu_uuid(device));
}

API cuDeviceGetUuid_v2(void *uuid, int device) {
  LOCKED;
  return write_uuid(uuid, own_uuid(device));
}

API cuDeviceTotalMem_v2(size_t *bytes, int) {
  LOCKED;
  *bytes = (size_t)setting("MEMORY");
  return 0;
}

// Compute capability 9.0 and two multiprocessors; 1 for all other attributes.
API cuDeviceGetAttribute(int *value, int attribute, int) {
  enum { MULTIPROCESSORS = 16, CAPABILITY_MAJOR = 75, CAPABILITY_MINOR = 76 };
  switch (attribute) {
    case MULTIPROCESSORS: *value = 2; break;
    case CAPABILITY_MAJOR: *value = 9; break;
    case CAPABILITY_MINOR: *value = 0; break;
    default: *value = 1;
  }
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
  drain_all();
  return sticky;
}

API cuGetErrorName(int code, const char **name) {
  static const std::map<int, const char *> names{
      {INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE"},
      {OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY"},
      {NO_DEVICE, "CUDA_ERROR_NO_DEVICE"},
      {NO_CONTEXT, "CUDA_ERROR_INVALID_CONTEXT"},
      {UNSUPPORTED_PTX_VERSION, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"},
      {700, "CUDA_ERROR_ILLEGAL_ADDRESS"},
      {LAUNCH_OUT_OF_RESOURCES, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"},
      {719, "CUDA_ERROR_LAUNCH_FAILED"}};
  auto found = names.find(code);
  *name = found == names.end() ? "CUDA_ERROR" : found->second;
  return 0;
}

API cuGetErrorString(int code, const char **text) { return cuGetErrorName(code, text); }
