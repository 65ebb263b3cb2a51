// A stand-in for NVML with one GPU, the first of the stand-in driver; what it measures is made up.
#include <cstring>

#include "driver.h"

API nvmlInit_v2() { return standin::setting("NVML") ? 0 : 9; }

API nvmlShutdown() { return 0; }

API nvmlDeviceGetHandleByUUID(const char *uuid, void **device) {
  static char gpu;
  if (strcmp(uuid, "GPU-00000000-0000-0000-0000-000000000001") != 0) return 6;
  *device = &gpu;
  return 0;
}

API nvmlDeviceGetUtilizationRates(void *, unsigned *gpu_and_memory) {
  standin::counts["nvml_samples"]++;
  gpu_and_memory[0] = 37;
  gpu_and_memory[1] = 11;
  return 0;
}

API nvmlDeviceGetMemoryInfo(void *, unsigned long long *total_free_used) {
  total_free_used[0] = 1000;
  total_free_used[1] = 750;
  total_free_used[2] = 250;
  return 0;
}

API nvmlDeviceGetTemperature(void *, int, unsigned *celsius) {
  *celsius = 41;
  return 0;
}

// Not supported, as on a part of a GPU.
API nvmlDeviceGetPowerUsage(void *, unsigned *) { return 3; }
