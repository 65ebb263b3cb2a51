// A stand-in for NVML with the GPUs of the stand-in driver and their MIG instances; its measurements are invented.
#include <cstdio>

#include "driver.h"

using namespace standin;

namespace {

// Numbered as in nvml.h.
enum NvmlResult { NVML_INVALID_ARGUMENT = 2, NVML_NOT_SUPPORTED = 3, NVML_NOT_FOUND = 6, NVML_DRIVER_NOT_LOADED = 9 };

// Handles are addresses of elements of these arrays; the index gives the UUID of the device.
char gpus[0x100];
char instances[0x200];

bool is_instance(void *device) { return device >= instances && device < instances + sizeof instances; }

int number(void *device) { return (int)(static_cast<char *>(device) - gpus); }

bool named(const char *uuid, const char *prefix, long number) {
  char name[64];
  snprintf(name, sizeof name, "%s-00000000-0000-0000-0000-%012lx", prefix, number);
  return strcmp(uuid, name) == 0;
}

}  // namespace

API nvmlInit_v2() { return setting("NVML") ? 0 : NVML_DRIVER_NOT_LOADED; }

API nvmlShutdown() { return 0; }

API nvmlDeviceGetHandleByUUID(const char *uuid, void **device) {
  LOCKED;
  for (int i = 0; i < setting("DEVICES"); i++) {
    if (named(uuid, "GPU", gpu_uuid(i))) {
      *device = &gpus[gpu_uuid(i)];
      return 0;
    }
    if (setting("MIG") && named(uuid, "MIG", own_uuid(i))) {
      *device = &instances[own_uuid(i)];
      return 0;
    }
  }
  return NVML_NOT_FOUND;
}

API nvmlDeviceGetDeviceHandleFromMigDeviceHandle(void *instance, void **gpu) {
  if (!is_instance(instance)) return NVML_INVALID_ARGUMENT;
  *gpu = &gpus[1];
  return 0;
}

// Instances do not support values that exist only for whole GPUs.
API nvmlDeviceGetUtilizationRates(void *device, unsigned *gpu_and_memory) {
  counts["nvml_samples"]++;
  if (is_instance(device)) return NVML_NOT_SUPPORTED;
  gpu_and_memory[0] = 37;
  gpu_and_memory[1] = 11;
  return 0;
}

API nvmlDeviceGetMemoryInfo(void *device, unsigned long long *total_free_used) {
  unsigned long long total = is_instance(device) ? 500 : 1000;
  total_free_used[0] = total;
  total_free_used[1] = total / 4 * 3;
  total_free_used[2] = total / 4;
  return 0;
}

API nvmlDeviceGetTemperature(void *device, int, unsigned *celsius) {
  if (is_instance(device)) return NVML_NOT_SUPPORTED;
  *celsius = 40 + number(device);
  return 0;
}

API nvmlDeviceGetEnforcedPowerLimit(void *device, unsigned *milliwatts) {
  if (is_instance(device)) return NVML_NOT_SUPPORTED;
  *milliwatts = 700000;
  return 0;
}

API nvmlDeviceGetPowerUsage(void *device, unsigned *milliwatts) {
  if (is_instance(device)) return NVML_NOT_SUPPORTED;
  *milliwatts = 150500;
  return 0;
}
