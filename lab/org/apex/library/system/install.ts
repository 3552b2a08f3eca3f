/** What a package runs when it is installed or removed, and Version. Apex Developer Guide, "Running Apex on Package Install/Upgrade". */
import { runtime } from '../../runtime/current.ts';
import { given, library, open, type LibraryDeclaration } from '../define.ts';

class VersionValue {
  readonly typeName = 'Version';
  readonly parts: [number, number, number | null];
  constructor(major: number, minor: number, patch: number | null) {
    this.parts = [major, minor, patch];
  }
  tostring$0(): string {
    return this.parts.filter((part) => part !== null).join('.');
  }
}

/** Without a patch number on one side, patches do not count. */
function compare(self: VersionValue, other: VersionValue): number {
  const [major, minor, patch] = self.parts;
  const [otherMajor, otherMinor, otherPatch] = other.parts;
  const patches = patch === null || otherPatch === null ? 0 : patch - otherPatch;
  return Math.sign(major - otherMajor || minor - otherMinor || patches);
}

class InstallContextValue {
  readonly typeName: string;
  readonly previous: VersionValue | null;
  readonly push: boolean;
  constructor(typeName: string, previous: VersionValue | null = null, push = false) {
    this.typeName = typeName;
    this.previous = previous;
    this.push = push;
  }
}
const part =
  (read: (context: InstallContextValue) => unknown) =>
  (self: unknown): unknown =>
    self instanceof InstallContextValue ? read(self) : open();

function testInstall(handler: unknown, previous: VersionValue | null, push: boolean | null = false): void {
  runtime().program.invoke(handler, 'onInstall', [new InstallContextValue('InstallContext', previous, push ?? false)]);
}

/** Of the class Test. */
export const installTests: NonNullable<LibraryDeclaration['members']> = {
  'static void testInstall(InstallHandler handler, Version previous)': testInstall,
  'static void testInstall(InstallHandler handler, Version previous, Boolean isPush)': testInstall,
  'static void testUninstall(UninstallHandler handler)': (handler: unknown) =>
    void runtime().program.invoke(handler, 'onUninstall', [new InstallContextValue('UninstallContext')])
};

export const installing: LibraryDeclaration[] = [
  library({
    name: 'Version',
    members: {
      'new(Integer major, Integer minor)': given((major: number, minor: number) => new VersionValue(major, minor, null)),
      'new(Integer major, Integer minor, Integer patch)': given(
        (major: number, minor: number, patch: number) => new VersionValue(major, minor, patch)
      ),
      'Integer major()': (self: VersionValue) => self.parts[0],
      'Integer minor()': (self: VersionValue) => self.parts[1],
      'Integer patch()': (self: VersionValue) => self.parts[2],
      'Integer compareTo(Version other)': given(compare)
    }
  }),
  library({
    name: 'InstallContext',
    kind: 'interface',
    members: {
      'Id installerId()': part(() => runtime().user().id),
      'Boolean isPush()': part((context) => context.push),
      'Boolean isUpgrade()': part((context) => context.previous !== null),
      'Id organizationId()': part(() => runtime().org.id),
      'Version previousVersion()': part((context) => context.previous)
    }
  }),
  library({
    name: 'UninstallContext',
    kind: 'interface',
    members: { 'Id organizationId()': part(() => runtime().org.id), 'Id uninstallerId()': part(() => runtime().user().id) }
  }),
  library({ name: 'InstallHandler', kind: 'interface', members: { 'void onInstall(InstallContext context)': open } }),
  library({ name: 'UninstallHandler', kind: 'interface', members: { 'void onUninstall(UninstallContext context)': open } })
];
