# sh_module(<path> [FAST|FASTEST] DEPENDS <module>... LINKS <target>...): one folder of src/ as an object library.
# A module compiles with its own headers and sees the public ones; what it may include is checked by
# tests/architecture/check.py.
function(sh_module path)
  cmake_parse_arguments(ARG "FAST;FASTEST" "" "DEPENDS;LINKS" ${ARGN})
  string(REPLACE "/" "_" name ${path})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${path}/*.cpp)
  if(NOT sources)
    set(sources ${PROJECT_SOURCE_DIR}/cmake/empty.cpp)
  endif()
  # What runs through every operation is compiled FAST, what runs through every frame FASTEST (as the build
  # type says). The rest runs for microseconds beside a commit of hundreds: compiled for size it is a third of
  # it, and the addon has a size to keep.
  set(small ${sources})
  if(ARG_FAST OR ARG_FASTEST)
    list(FILTER small INCLUDE REGEX "/(describe|openapi|operations|rest|port|outbound|directory|messenger)[a-z_]*\\.cpp$")
  endif()
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    if(ARG_FAST)
      set_source_files_properties(${sources} PROPERTIES COMPILE_OPTIONS -O2)
    endif()
    if(small)
      set_source_files_properties(${small} PROPERTIES COMPILE_OPTIONS -Os)
    endif()
  endif()
  add_library(sh_${name} OBJECT ${sources})
  target_include_directories(sh_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(sh_${name} PRIVATE sh_warnings ${ARG_LINKS})

  # The closure of modules and of third-party targets that a user of this module links.
  set(modules sh_${name})
  set(links ${ARG_LINKS})
  foreach(dependency ${ARG_DEPENDS})
    string(REPLACE "/" "_" dependency ${dependency})
    get_property(more GLOBAL PROPERTY sh_modules_${dependency})
    list(APPEND modules ${more})
    get_property(more GLOBAL PROPERTY sh_links_${dependency})
    list(APPEND links ${more})
  endforeach()
  list(REMOVE_DUPLICATES modules)
  list(REMOVE_DUPLICATES links)
  set_property(GLOBAL PROPERTY sh_modules_${name} ${modules})
  set_property(GLOBAL PROPERTY sh_links_${name} ${links})
endfunction()

# sh_link_modules(<target> <module>...): links a module with everything below it, and nothing above:
# a test of a lower layer that needs a higher one does not link.
function(sh_link_modules target)
  foreach(module ${ARGN})
    string(REPLACE "/" "_" module ${module})
    get_property(modules GLOBAL PROPERTY sh_modules_${module})
    get_property(links GLOBAL PROPERTY sh_links_${module})
    list(APPEND all_modules ${modules})
    list(APPEND all_links ${links})
  endforeach()
  list(REMOVE_DUPLICATES all_modules)
  list(REMOVE_DUPLICATES all_links)
  foreach(module ${all_modules})
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${module}>)
  endforeach()
  # Only while building: an installed static library names its libraries itself (sh_library).
  foreach(link ${all_links} sh_warnings Threads::Threads)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:${link}>)
  endforeach()
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
endfunction()

# sh_library(<name>): the library that users link, made of every module, with its install rules.
function(sh_library name)
  add_library(${name} ${PROJECT_SOURCE_DIR}/cmake/empty.cpp)
  sh_link_modules(${name} api)
  target_include_directories(${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_link_libraries(${name} INTERFACE
    $<INSTALL_INTERFACE:SQLite::SQLite3> $<INSTALL_INTERFACE:PostgreSQL::PostgreSQL>
    $<INSTALL_INTERFACE:CURL::libcurl> $<INSTALL_INTERFACE:OpenSSL::Crypto> $<INSTALL_INTERFACE:Threads::Threads>
    $<INSTALL_INTERFACE:phonenumber> $<INSTALL_INTERFACE:date-tz>)
  add_library(${name}::${name} ALIAS ${name})

  # Every public header compiles alone: built by the target all_verify_interface_header_sets.
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/*.hpp)
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${headers})
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)

  set(package ${CMAKE_INSTALL_LIBDIR}/cmake/${name})
  install(TARGETS ${name} EXPORT ${name} FILE_SET HEADERS)
  install(EXPORT ${name} NAMESPACE ${name}:: FILE ${name}-targets.cmake DESTINATION ${package})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/config.cmake.in ${PROJECT_BINARY_DIR}/${name}-config.cmake @ONLY)
  include(CMakePackageConfigHelpers)
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/${name}-config-version.cmake COMPATIBILITY SameMinorVersion)
  # The file finds its own place, so that `cmake --install --prefix` may choose another.
  file(RELATIVE_PATH up ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}-config.cmake ${PROJECT_BINARY_DIR}/${name}-config-version.cmake
          DESTINATION ${package})
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()
