# Brings the version before back, from the package that was kept here.
reserve
if [ "$(cat "$packages/rolled-back" 2>/dev/null)" = "$owner" ] && [ ! -f "$packages/before.$extension" ]; then
  say version "$(installed_version)"
  say end roll-back
  exit 0
fi
[ -f "$packages/before.$extension" ] || fail NO_VERSION_BEFORE "$packages holds no package before"
said=
if ! install_package "$packages/before.$extension"; then
  words=$said
  [ ! -f "$packages/installed.$extension" ] || install_package "$packages/installed.$extension" || :
  said=$words
  package_tool_failed
fi
printf '%s' "$owner" >"$packages/rolled-back"
mv -f "$packages/before.version" "$packages/installed.version"
mv -f "$packages/before.$extension" "$packages/installed.$extension"
sync
say version "$(installed_version)"
say end roll-back
