# The third-party libraries of docs/architecture.md, each as one target. Debian names them differently
# from Conan and vcpkg, so what has no CMake package is found by its header and library.
find_package(Threads REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(nlohmann_json REQUIRED)
find_package(CURL REQUIRED)
find_package(PostgreSQL REQUIRED)

function(sh_header_library target header)
  cmake_parse_arguments(ARG "" "" "LIBRARIES;DEFINITIONS" ${ARGN})
  find_path(${target}_INCLUDE ${header} REQUIRED)
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE $<BUILD_INTERFACE:${${target}_INCLUDE}>)
  foreach(library ${ARG_LIBRARIES})
    find_library(${target}_${library} ${library} REQUIRED)
    target_link_libraries(${target} INTERFACE ${${target}_${library}})
  endforeach()
  target_compile_definitions(${target} INTERFACE ${ARG_DEFINITIONS})
endfunction()

sh_header_library(sh_asio asio.hpp DEFINITIONS ASIO_STANDALONE ASIO_NO_DEPRECATED)
sh_header_library(sh_date date/tz.h LIBRARIES date-tz)
sh_header_library(sh_phonenumber phonenumbers/phonenumberutil.h LIBRARIES phonenumber)

add_library(sh_warnings INTERFACE)
target_compile_options(sh_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
  # Designated initialisers that leave members to their defaults are how requests are written here.
  -Wno-missing-field-initializers
  # gcc 12 sees uninitialised strings in aggregates and variants once it optimises (PR 105562).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
  # gcc 12 sees overlapping copies where std::string's operator+ is inlined (gcc bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>
  $<$<BOOL:${SMARTHANDOFF_WERROR}>:-Werror>)
if(SMARTHANDOFF_SANITIZE)
  target_compile_options(sh_warnings INTERFACE -fsanitize=${SMARTHANDOFF_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(sh_warnings INTERFACE -fsanitize=${SMARTHANDOFF_SANITIZE})
  if(SMARTHANDOFF_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(sh_warnings INTERFACE -Wno-tsan)  # Asio's fences, which it does not see
  endif()
endif()
