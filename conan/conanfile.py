"""Conan 2 recipe. The third-party libraries come from the system (Debian's packages), so that the recipe works
where no Conan remote can be reached: see conan/profile for the platform requirements."""

import os

from conan import ConanFile
from conan.tools.build import cross_building
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy


class SmartHandoff(ConanFile):
    name = "smarthandoff"
    version = "0.1.0"
    license = "MIT"
    description = "The logic of a contact centre as an embeddable SDK"
    package_type = "static-library"
    settings = "os", "compiler", "build_type", "arch"
    requires = "sqlite3/3.40.1", "openssl/3.0.0", "libcurl/7.88.1", "libpq/15.0"

    def export_sources(self):
        root = os.path.join(self.recipe_folder, "..")
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*"):
            copy(self, pattern, root, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        if not cross_building(self):
            toolchain.blocks.remove("arch_flags")  # the compiler's own default, so that ccache knows the command
        toolchain.cache_variables["SMARTHANDOFF_TESTS"] = False
        toolchain.cache_variables["SMARTHANDOFF_EXAMPLES"] = False
        toolchain.cache_variables["CMAKE_CXX_COMPILER_LAUNCHER"] = "ccache"
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()

    def package_info(self):
        # The package brings its own find_package file; Conan's generated one would miss the system libraries.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = ["lib/cmake/smarthandoff"]
