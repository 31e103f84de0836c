# sh_embed(<module> <symbol> <file>): the text of a file as `smarthandoff::embedded::<symbol>`, compiled into the
# module, so that the library finds its default data without a path at run time.
function(sh_embed module symbol file)
  file(READ ${PROJECT_SOURCE_DIR}/${file} content)
  set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${file})
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded/${symbol}.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT
"#include <string_view>
namespace smarthandoff::embedded {
extern const std::string_view @symbol@;
const std::string_view @symbol@ = R\"embedded(@content@)embedded\";
}
")
  target_sources(sh_${module} PRIVATE ${generated})
endfunction()
