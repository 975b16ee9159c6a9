# Shared by ./run, ./test, ./bench and ./linchpin. Sets: root (by the caller), app_dll.
app_dll="$root/src/Linchpin/bin/Release/net10.0/Linchpin.dll"

need_sdk() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' ||
    { echo "Linchpin needs the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0 (Debian: see 'Install' in README.md)." >&2; exit 1; }
  command -v npm >/dev/null ||
    { echo "Linchpin needs Node.js with npm to fetch its browser libraries: apt-get install nodejs npm, or https://nodejs.org." >&2; exit 1; }
}

# Builds only when a source is newer than what was built: later starts take no build at all.
build_app() {
  if [ -f "$app_dll" ] && [ -z "$(find "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json" \
      \( -name bin -o -name obj -o -name node_modules -o -path '*/wwwroot/lib' \) -prune -o -type f -newer "$app_dll" -print -quit)" ]; then return; fi
  dotnet build "$root/src/Linchpin" -c Release -v quiet -nologo >"$root/.build.log" 2>&1 || { cat "$root/.build.log" >&2; exit 1; }
  touch "$app_dll"
  rm -f "$root/.build.log"
}
