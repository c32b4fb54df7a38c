// Word counts of ASCII text on two threads: a peer for the byte-level variant of workflows/wordcount.flow.
// usage: wordcount FILE > counts   (lines of "count word", sorted by count descending, then word)
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

struct Entry {
  std::string word;
  uint64_t count = 0;
  uint64_t hash = 0;
};

// Open addressing with linear probing; words are kept once.
class Counts {
 public:
  Counts() : slots_(1 << 16, 0) { entries_.reserve(1 << 16); }

  void add(std::string_view word, uint64_t hash, uint64_t count) {
    const size_t mask = slots_.size() - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
      const uint32_t slot = slots_[at];
      if (slot == 0) {
        entries_.push_back({std::string(word), count, hash});
        slots_[at] = static_cast<uint32_t>(entries_.size());
        if (2 * entries_.size() > slots_.size()) grow();
        return;
      }
      Entry& entry = entries_[slot - 1];
      if (entry.hash == hash && entry.word == word) {
        entry.count += count;
        return;
      }
    }
  }

  std::vector<Entry>& entries() { return entries_; }

 private:
  void grow() {
    slots_.assign(slots_.size() * 2, 0);
    const size_t mask = slots_.size() - 1;
    for (size_t i = 0; i < entries_.size(); i++) {
      size_t at = entries_[i].hash & mask;
      while (slots_[at] != 0) at = (at + 1) & mask;
      slots_[at] = static_cast<uint32_t>(i + 1);
    }
  }

  std::vector<uint32_t> slots_;
  std::vector<Entry> entries_;
};

void count(const unsigned char* text, size_t begin, size_t end, const unsigned char* lower, Counts& counts) {
  std::string word;
  uint64_t hash = 14695981039346656037ull;
  for (size_t i = begin; i <= end; i++) {
    const unsigned char byte = i < end ? lower[text[i]] : 0;
    if (byte != 0) {
      word.push_back(static_cast<char>(byte));
      hash = (hash ^ byte) * 1099511628211ull;
    } else if (!word.empty()) {
      counts.add(word, hash ^ (hash >> 32), 1);
      word.clear();
      hash = 14695981039346656037ull;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: wordcount FILE\n");
    return 2;
  }
  const int file = open(argv[1], O_RDONLY);
  struct stat status {};
  if (file < 0 || fstat(file, &status) != 0) {
    std::perror(argv[1]);
    return 1;
  }
  const size_t size = static_cast<size_t>(status.st_size);
  const auto* text = static_cast<const unsigned char*>(mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0));
  unsigned char lower[256] = {};
  for (int c = '0'; c <= '9'; c++) lower[c] = static_cast<unsigned char>(c);
  for (int c = 'a'; c <= 'z'; c++) lower[c] = lower[c - 32] = static_cast<unsigned char>(c);

  size_t middle = size / 2;
  while (middle < size && text[middle] != '\n') middle++;
  Counts first, second;
  std::thread other([&] { count(text, middle, size, lower, second); });
  count(text, 0, middle, lower, first);
  other.join();
  for (const Entry& entry : second.entries()) first.add(entry.word, entry.hash, entry.count);
  auto& entries = first.entries();
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.count != b.count ? a.count > b.count : a.word < b.word;
  });
  for (const Entry& entry : entries) {
    std::printf("%llu %s\n", static_cast<unsigned long long>(entry.count), entry.word.c_str());
  }
  return 0;
}
