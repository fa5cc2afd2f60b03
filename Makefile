# The two commands of the README, and what they are made of.

SHELL = bash

# Debian's C libraries, with the file that shows each is there.
packages = libedit-dev:/usr/include/histedit.h zlib1g-dev:/usr/include/zlib.h \
  libarchive-dev:/usr/include/archive.h libpng-dev:/usr/include/png.h \
  libprotobuf-c-dev:/usr/include/protobuf-c/protobuf-c.h \
  libhdf5-dev:/usr/include/hdf5/serial/hdf5.h libturbojpeg0-dev:/usr/include/turbojpeg.h \
  libmd-dev:/usr/include/sha2.h libcmark-gfm-dev:/usr/include/cmark-gfm.h \
  libcmark-gfm-extensions-dev:/usr/include/cmark-gfm-core-extensions.h \
  libgdk-pixbuf-2.0-0:/usr/lib/$(shell uname -m)-linux-gnu/libgdk_pixbuf-2.0.so.0 \
  libwebp7:/usr/lib/$(shell uname -m)-linux-gnu/libwebp.so.7 \
  libcurl4-openssl-dev:/usr/include/$(shell uname -m)-linux-gnu/curl/curl.h
# Tests reach into the targets; their build stays apart, so that neither build undoes the other.
test_flags = -c release -Xswiftc -enable-testing --scratch-path .build/tests \
  --explicit-target-dependency-import-check error
# Shells in which the tests complete convbook's command line, and readers of its man page.
test_tools = bash:/bin/bash zsh:/usr/bin/zsh fish:/usr/bin/fish groff-base:/usr/bin/groff mandoc:/usr/bin/mandoc
# What a processor with AVX-512 is emulated with.
emulator = bochs:/usr/bin/bochs-bin bochs-term:/usr/lib/$(shell uname -m)-linux-gnu/bochs/plugins/libbx_term_gui.so \
  bochsbios:/usr/share/bochs/BIOS-bochs-latest vgabios:/usr/share/vgabios/vgabios.bin \
  grub-pc-bin:/usr/lib/grub/i386-pc/linux.mod grub-common:/usr/bin/grub-mkrescue xorriso:/usr/bin/xorriso \
  mtools:/usr/bin/mformat busybox-static:/bin/busybox cpio:/bin/cpio binutils:/usr/bin/strip

# What looks at the Markdown: its layout, its spelling.
prose_tools = ruby-mdl:/usr/bin/mdl aspell:/usr/bin/aspell aspell-en:/usr/lib/aspell/en_GB-ize.multi git:/usr/bin/git

# How long `make fuzz` tries each reader.
FUZZ_SECONDS = 600

# How much of `make campaign` is tried, in percent of all.
CAMPAIGN_SHARE = 100

# The five lessons, in the order in which they teach.
lessons = lenet-5 two-networks digit-recognizer scanned-handwriting traffic-signs

.PHONY: lesson lessons answers test test-build check hooks same-bytes same-bytes-avx512 peers fuzz campaign sanitize soak build setup onnx lint prose format transcripts clean

# Installs what is missing, builds, and replays the quick-start lesson.
lesson: build
	.build/release/convbook run Notebooks/quick-start.md

# Installs what is missing, builds and runs all tests; `make test ONLY=KernelsTests` those of a target or a suite.
test: test-build
	@# What failed is said once more at the end, where it is found among the lines of all tests.
	@SWIFT_BACKTRACE=enable=no swift test --skip-build $(test_flags) $(if $(ONLY),--filter '$(ONLY)') 2>&1 | tee .build/tests.log; \
	if [ "$${PIPESTATUS[0]}" != 0 ]; then grep -A 4 -e '✘' -e 'error:' .build/tests.log | tail -100; exit 1; fi

# What to run again and again while working: the layout, a debug build, and the suites of the targets that changed.
check: lint setup
	swift build --build-tests --scratch-path .build/debug
	@suites=$$(.ci/changed); echo "suites: $${suites:-none, for nothing has changed}"; \
	[ -z "$$suites" ] || SWIFT_BACKTRACE=enable=no swift test --skip-build --scratch-path .build/debug --filter "$$suites"

# Lints before each commit.
hooks:
	git config core.hooksPath .ci/hooks

# Reruns what the lessons' answers say, which `make test` does for the concepts' alone: minutes.
answers: test-build
	CONVBOOK_ANSWERS=all SWIFT_BACKTRACE=enable=no swift test --skip-build $(test_flags) --filter AnswerTests

# The tests, and the program that they run. `swift test` would build all of it again, with a flag or two more.
test-build: setup
	@$(MAKE) --no-print-directory setup packages="$(test_tools)"
	swift build $(test_flags) --build-tests

# Builds for AVX2 alone and for any processor, and compares what they write with what the tests' native build writes.
same-bytes: setup
	@# All at once: a build seldom uses more than one processor.
	@$(MAKE) --no-print-directory test-build & builds=$$!; \
	for march in haswell portable; do \
	  CONVBOOK_MARCH=$$march swift build -c release --product convbook --scratch-path .build/$$march & \
	  builds="$$builds $$!"; \
	done; \
	for build in $$builds; do wait $$build || exit 1; done
	@rm -rf .build/same-bytes; \
	for build in tests haswell portable; do \
	  .build/$$build/release/convbook run Tests/ConvbookTests/Samples/*.md --quiet \
	    --outputs .build/same-bytes/$$build || exit 1; \
	done
	@for march in haswell portable; do \
	  diff -r -x run.json .build/same-bytes/tests .build/same-bytes/$$march || exit 1; \
	  echo "the $$march build writes the same bytes as the native one"; \
	done

# The same for AVX-512, in an emulator where the processor has none.
same-bytes-avx512: test-build
	@grep -q avx512f /proc/cpuinfo || $(MAKE) --no-print-directory setup packages="$(emulator)"
	Tests/AVX512/run

# A Python with the programs with which the tests of ONNX and safetensors compare, where CONVBOOK_PEERS_PYTHON names it.
peers:
	@test -x .build/peers/bin/python || python3 -m venv .build/peers
	.build/peers/bin/pip install -q onnx onnxruntime safetensors numpy
	@echo "CONVBOOK_PEERS_PYTHON=$(CURDIR)/.build/peers/bin/python make test ONLY=PeerTests"

# Searches the readers of data sets and of models for input that makes them trap, hang, leak or take too much memory.
fuzz: setup
	Tests/Fuzzing/run $(FUZZ_SECONDS)

# Tries to break the program as bad luck and strangers do: kills, full disks, closed descriptors, mutated files. A part of
# it, in percent: CAMPAIGN_SHARE=5.
campaign: test-build
	Tests/Campaigns/run .build/tests/release/convbook $(CAMPAIGN_SHARE)

# The suites of the targets that read what strangers send, with the address and the thread sanitizer. One test after the
# other: they are several times slower so, and some have a limit.
sanitize: setup
	@# What is made once for the whole run is no leak, nor is what fontconfig and XCTest, which are not ours, keep.
	@mkdir -p .build; printf 'leak:%s\n' libXCTest libfontconfig once_slow > .build/leaks
	@for s in address thread; do \
	  flags="-c release -Xswiftc -enable-testing --sanitize $$s --scratch-path .build/$$s"; \
	  swift build $$flags --build-tests || exit 1; \
	  LSAN_OPTIONS=suppressions=$(CURDIR)/.build/leaks SWIFT_BACKTRACE=enable=no swift test --skip-build $$flags \
	    --no-parallel --filter 'CoreTests|NotebooksTests|CellLanguageTests|DatasetsTests' || exit 1; \
	done

# Keys and resizes at the prompt under valgrind, which sees every write to memory that is not ours. It does not know
# AVX-512.
soak: test-build
	@$(MAKE) --no-print-directory setup packages=valgrind:/usr/bin/valgrind
	CONVBOOK_MARCH=haswell swift build -c release --product convbook --scratch-path .build/haswell
	@printf '#!/bin/sh\nexec valgrind -q --error-exitcode=99 --undef-value-errors=no "%s" "$$@"\n' \
	  "$(CURDIR)/.build/haswell/release/convbook" > .build/soak; chmod +x .build/soak
	CONVBOOK=$(CURDIR)/.build/soak SWIFT_BACKTRACE=enable=no swift test --skip-build $(test_flags) --no-parallel \
	  --filter ResizeTests

build: setup
	swift build -c release --product convbook

# Installs the packages whose headers are missing; on a complete machine it does nothing and needs no network.
setup:
	@missing=; for p in $(packages); do test -e "$${p#*:}" || missing="$$missing $${p%%:*}"; done; \
	if [ -n "$$missing" ]; then \
	  command -v apt-get >/dev/null || { echo "please install:$$missing (or what your system calls them)"; exit 1; }; \
	  as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  echo "installing$$missing"; \
	  $$as_root apt-get update -qq && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	fi

# Writes ONNX's messages in C anew, after a change of Sources/COnnx/onnx.proto.
onnx:
	@$(MAKE) --no-print-directory setup packages=protobuf-c-compiler:/usr/bin/protoc-c
	cd Sources/COnnx && protoc-c --c_out=. onnx.proto

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

# README, notebooks and transcripts: is their Markdown well laid out, are their words spelt right, do their links lead anywhere?
prose:
	@$(MAKE) --no-print-directory setup packages="$(prose_tools)"
	.ci/prose

format:
	swift format --in-place --recursive Package.swift Sources Tests

# Replays the five lessons in full length, which takes minutes, and renews what Outputs holds of them.
lessons: build
	.build/release/convbook run $(addprefix Notebooks/, $(addsuffix .md, $(lessons)))

# Renews the transcripts with which the tests compare: short runs of the lessons, and the concepts.
transcripts: build
	.build/release/convbook run --quiet Notebooks/quick-start.md Notebooks/teaching.md
	.build/release/convbook run --quiet --quick $(addprefix Notebooks/, $(addsuffix .md, $(lessons)))
	.build/release/convbook run --quiet Notebooks/concepts/*.md --outputs Outputs/concepts

clean:
	rm -rf .build
