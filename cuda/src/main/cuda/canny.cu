// Canny's edge detection in integers: luma; gradients along x and y; non-maximum suppression; union of connected edges; and of
// these the ones that contain a strong edge.
//
// canny_luma and canny_gradient: gradients by Sobel's kernels, with edge pixels repeated; for aperture 7 divided by 16 and
// rounded to even. canny_thin: keeps a pixel if its gradient is greater than that of both neighbours across the edge. The
// direction is one of four, distinguished by tan 22.5 degrees in 15 bits. The pixel becomes a new tree, or part of tree 0, which
// contains the strong edges. canny_connect: merges trees that touch; the root is the smaller number. canny_write: tree 0 is
// white.
#include "pixels.cuh"

KERNEL(canny_luma, Picture source, Scratch luma) {
  int x = pixel_x(), y = pixel_y();
  if (!is_inside(source, x, y)) return;
  const u8 *pixel = layer(source) + offset(source, x, y);
  layer<u8>(luma)[(long long)y * source.width + x] = (u8)luma_at(pixel, source.channels);
}

struct Slope {
  short x, y;
};

constexpr int REACH = 3;
constexpr int BLOCK_WIDTH = 32, BLOCK_HEIGHT = 8;
constexpr int TILE_WIDTH = BLOCK_WIDTH + 2 * REACH, TILE_HEIGHT = BLOCK_HEIGHT + 2 * REACH;

// The second half of each kernel; the smoothing kernel is even, the other odd.
__constant__ int SMOOTH[3][4] = {{2, 1, 0, 0}, {6, 4, 1, 0}, {20, 15, 6, 1}};
__constant__ int CHANGE[3][4] = {{0, 1, 0, 0}, {0, 2, 1, 0}, {0, 5, 4, 1}};

DEVICE int sixteenth_to_even(int v) {
  int rest = v & 15, cut = v >> 4;
  return cut + (rest > 8 || (rest == 8 && (cut & 1)));
}

DEVICE void load_tile(const u8 *luma, int width, int height, u8 tile[TILE_HEIGHT][TILE_WIDTH]) {
  int left = blockIdx.x * BLOCK_WIDTH - REACH, top = blockIdx.y * BLOCK_HEIGHT - REACH;
  for (int j = threadIdx.y; j < TILE_HEIGHT; j += BLOCK_HEIGHT) {
    const u8 *row = luma + (long long)clamp(top + j, 0, height - 1) * width;
    for (int i = threadIdx.x; i < TILE_WIDTH; i += BLOCK_WIDTH) tile[j][i] = row[clamp(left + i, 0, width - 1)];
  }
}

BLOCK_KERNEL(canny_gradient, Picture source, Scratch luma, Scratch gradient, int aperture) {
  __shared__ u8 tile[TILE_HEIGHT][TILE_WIDTH];
  load_tile(layer<u8>(luma), source.width, source.height, tile);
  __syncthreads();
  int x = pixel_x(), y = pixel_y();
  if (!is_inside(source, x, y)) return;
  int reach = aperture / 2;
  const int *smooth = SMOOTH[reach - 1], *change = CHANGE[reach - 1];
  int along_x = 0, along_y = 0;
  for (int j = -reach; j <= reach; j++) {
    const u8 *row = &tile[threadIdx.y + REACH + j][threadIdx.x + REACH];
    int smoothed = smooth[0] * row[0], changed = 0;
    for (int i = 1; i <= reach; i++) {
      smoothed += smooth[i] * (row[i] + row[-i]);
      changed += change[i] * (row[i] - row[-i]);
    }
    along_x += smooth[abs(j)] * changed;
    along_y += (j < 0 ? -change[-j] : change[j]) * smoothed;
  }
  if (aperture == 7) {
    along_x = sixteenth_to_even(along_x);
    along_y = sixteenth_to_even(along_y);
  }
  layer<Slope>(gradient)[(long long)y * source.width + x] = {(short)along_x, (short)along_y};
}

struct Slopes {
  const Slope *of;
  int width, height, squared;
};

// The magnitude of the gradient at a pixel; 0 outside the picture.
DEVICE int steepness(const Slopes &slopes, int x, int y) {
  if (x < 0 || y < 0 || x >= slopes.width || y >= slopes.height) return 0;
  Slope slope = slopes.of[(long long)y * slopes.width + x];
  return slopes.squared ? slope.x * slope.x + slope.y * slope.y : abs(slope.x) + abs(slope.y);
}

DEVICE bool is_ridge(const Slopes &slopes, int x, int y, int here) {
  Slope slope = slopes.of[(long long)y * slopes.width + x];
  int flat = abs(slope.x) * 13573, steep = abs(slope.y) << 15;  // tan 22.5 degrees is 13573 / 2^15
  if (steep < flat) return here > steepness(slopes, x - 1, y) && here >= steepness(slopes, x + 1, y);
  if (steep > flat + (abs(slope.x) << 16)) {
    return here > steepness(slopes, x, y - 1) && here >= steepness(slopes, x, y + 1);
  }
  int side = (slope.x ^ slope.y) < 0 ? -1 : 1;
  return here > steepness(slopes, x - side, y - 1) && here > steepness(slopes, x + side, y + 1);
}

constexpr int STEEP = 0, NONE = -1;

KERNEL(canny_thin, Picture source, Scratch gradient, Scratch parents, int low, int high, int squared) {
  int x = pixel_x(), y = pixel_y();
  if (!is_inside(source, x, y)) return;
  Slopes slopes = {layer<Slope>(gradient), source.width, source.height, squared};
  int tree = y * source.width + x + 1;
  int here = steepness(slopes, x, y);
  bool ridge = here > low && is_ridge(slopes, x, y, here);
  layer<int>(parents)[tree] = !ridge ? NONE : here > high ? STEEP : tree;
  if (tree == 1) layer<int>(parents)[STEEP] = STEEP;
}

// Returns the root of a tree. Shortens every second link on the way, which keeps all trees connected.
DEVICE int root(volatile int *parents, int tree) {
  for (int parent = parents[tree]; parent != tree; parent = parents[tree]) {
    int next = parents[parent];
    if (next == parent) return parent;
    parents[tree] = next;
    tree = next;
  }
  return tree;
}

// Makes the root with the smaller number the parent of the other; retries if another thread was faster.
DEVICE void unite(int *parents, int a, int b) {
  for (;;) {
    a = root(parents, a);
    b = root(parents, b);
    if (a == b) return;
    int greater = max(a, b), smaller = min(a, b);
    if (atomicCAS(parents + greater, greater, smaller) == greater) return;
  }
}

DEVICE bool is_ridge_at(const int *parents, int width, int x, int y) {
  return x >= 0 && x < width && y >= 0 && parents[y * width + x + 1] != NONE;
}

// Links a pixel to the four neighbours before it; neighbours that touch each other need no second link.
KERNEL(canny_connect, Picture source, Scratch scratch) {
  int x = pixel_x(), y = pixel_y(), width = source.width;
  if (!is_inside(source, x, y)) return;
  int *parents = layer<int>(scratch);
  int tree = y * width + x + 1, above = tree - width;
  if (parents[tree] == NONE) return;
  if (is_ridge_at(parents, width, x, y - 1)) return unite(parents, tree, above);
  if (is_ridge_at(parents, width, x - 1, y)) {
    unite(parents, tree, tree - 1);
  } else if (is_ridge_at(parents, width, x - 1, y - 1)) {
    unite(parents, tree, above - 1);
  }
  if (is_ridge_at(parents, width, x + 1, y - 1)) unite(parents, tree, above + 1);
}

KERNEL(canny_write, Picture target, Scratch scratch) {
  int x = pixel_x(), y = pixel_y();
  if (!is_inside(target, x, y)) return;
  int *parents = layer<int>(scratch);
  int tree = y * target.width + x + 1;
  bool edge = parents[tree] != NONE && root(parents, tree) == STEEP;
  layer(target)[offset(target, x, y)] = edge ? 255 : 0;
}
