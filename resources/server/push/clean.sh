# Removes what an installation brought that broke off, but nothing that was installed; and frees the machine.
if held_by_another; then
  say end clean
  exit 0
fi
rm -f "$packages"/incoming.*
if [ -z "$(installed_version)" ]; then
  [ -z "$tool" ] || remove_package || :
  rmdir "$packages" 2>/dev/null || :
  rmdir "$state" 2>/dev/null || :
fi
release
say end clean
