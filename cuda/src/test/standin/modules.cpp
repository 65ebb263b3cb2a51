// Modules, their kernels, and launches. Of PTX only the version and the entries are read, of machine code only the names of
// kernels; the code that runs was compiled by g++ from the same source.
#include <cstdio>

#include "driver.h"

using namespace standin;

namespace {

using NamedKernel = std::pair<const std::string, Kernel>;

// before, after: the text around the name of a kernel that the module contains.
struct Module {
  std::string code;
  const char *before;
  char after;
};

// The header that fatbinary writes, with the size of the data after it.
struct FatBinary {
  unsigned magic;
  unsigned short version, header_bytes;
  unsigned long bytes;
};

constexpr unsigned FAT_BINARY = 0xBA55ED50;
constexpr int ERROR_LOG = 5, ERROR_LOG_BYTES = 6;

constexpr long MOST_THREADS = 1024;
constexpr unsigned MOST_BLOCKS_ACROSS = 65535;

// CUDA 11.0 introduced PTX ISA 7.0, CUDA 12.0 8.0, and CUDA 13.0 9.0.
int cuda_of(int ptx_major) { return 1000 * (ptx_major + 4); }

bool fits(uint3 grid, uint3 block) {
  long threads = (long)block.x * block.y * block.z;
  return threads > 0 && threads <= MOST_THREADS && grid.x > 0 && grid.y > 0 && grid.z > 0 &&
         grid.y <= MOST_BLOCKS_ACROSS && grid.z <= MOST_BLOCKS_ACROSS;
}

// extra = {1, packed arguments, 2, their size in bytes, 0}; returns null if it has another form.
const unsigned char *packed_arguments(void **extra, size_t *bytes) {
  if (!extra || reinterpret_cast<size_t>(extra[0]) != 1 || reinterpret_cast<size_t>(extra[2]) != 2) return nullptr;
  *bytes = *static_cast<size_t *>(extra[3]);
  return static_cast<const unsigned char *>(extra[1]);
}

bool has(const Module *module, const std::string &kernel) {
  return module->code.find(module->before + kernel + module->after) != std::string::npos;
}

int load(void **module, Module *loaded) {
  counts["modules"]++;
  counts["modules_loaded"]++;
  *module = loaded;
  return 0;
}

bool refused(const Module &module) {
  return setting("REFUSE_PTX") || (!settings.refused_kernel.empty() && has(&module, settings.refused_kernel));
}

// The shipped machine code needs CUDA 13.
int load_machine_code(void **module, const FatBinary *image) {
  if (setting("DRIVER") < 13000) return INVALID_IMAGE;
  if (setting("REFUSE_MACHINE_CODE")) return NO_BINARY_FOR_GPU;
  std::string code(reinterpret_cast<const char *>(image), image->header_bytes + image->bytes);
  Module loaded{code, ".text.", '\0'};
  return refused(loaded) ? INVALID_IMAGE : load(module, new Module(loaded));
}

void report(unsigned options, const int *names, void **values, const char *text) {
  char *log = nullptr;
  size_t bytes = 0;
  for (unsigned i = 0; i < options; i++) {
    if (names[i] == ERROR_LOG) log = static_cast<char *>(values[i]);
    if (names[i] == ERROR_LOG_BYTES) bytes = reinterpret_cast<size_t>(values[i]) & 0xFFFFFFFF;
  }
  if (log && bytes) snprintf(log, bytes, "%s", text);
}

bool fails(const std::string &kernel) {
  long launch = ++counts["launches"];
  return kernel == settings.failing_kernel || launch == setting("FAIL_LAUNCH");
}

}  // namespace

API cuModuleLoadDataEx(void **module, const void *image, unsigned options, int *names, void **values) {
  IN_CONTEXT;
  const FatBinary *fat = static_cast<const FatBinary *>(image);
  if (fat->magic == FAT_BINARY) return load_machine_code(module, fat);
  const char *ptx = static_cast<const char *>(image);
  int major = 0, minor = 0;
  const char *version = strstr(ptx, ".version ");
  if (!version || sscanf(version, ".version %d.%d", &major, &minor) != 2) return INVALID_IMAGE;
  Module loaded{ptx, ".entry ", '('};
  if (cuda_of(major) > setting("DRIVER") || refused(loaded)) {
    report(options, names, values, "ptxas application ptx input, line 1; fatal   : Unsupported .version");
    return UNSUPPORTED_PTX_VERSION;
  }
  counts["modules_compiled"]++;
  return load(module, new Module(loaded));
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
  auto found = kernels().find(name);
  bool in_module = has(static_cast<Module *>(module), name);
  if (found == kernels().end() || !in_module) return NOT_FOUND;
  *function = &*found;
  return 0;
}

API cuLaunchKernel(void *function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
                   unsigned blockZ, unsigned, void *stream, void **, void **extra) {
  IN_CONTEXT;
  auto &[name, kernel] = *static_cast<NamedKernel *>(function);
  uint3 grid{gridX, gridY, gridZ}, block{blockX, blockY, blockZ};
  size_t bytes = 0;
  const unsigned char *arguments = packed_arguments(extra, &bytes);
  if (!fits(grid, block) || !arguments) return INVALID_VALUE;
  if (setting("REFUSE_LAUNCH")) return (int)setting("REFUSE_LAUNCH");
  if (bytes != kernel.argument_bytes) return LAUNCH_OUT_OF_RESOURCES;
  Thread thread = kernel.bind(arguments);
  return put(stream, [&name = name, &kernel = kernel, grid, block, thread] {
    if (fails(name)) {
      sticky = (int)setting("FAIL_CODE");
    } else {
      run(kernel, grid, block, thread);
    }
  });
}
