/** What a list of choices on a page holds. Apex Reference Guide, "SelectOption Class". */
import { library, type LibraryDeclaration } from '../define.ts';

class SelectOptionValue {
  readonly typeName = 'SelectOption';
  value: string | null;
  label: string | null;
  disabled: boolean;
  escaped = true;
  constructor(value: string | null, label: string | null, disabled: boolean) {
    this.value = value;
    this.label = label;
    this.disabled = disabled;
  }
}
type Self = SelectOptionValue;

export const selectOption: LibraryDeclaration = library({
  name: 'SelectOption',
  members: {
    'new(String value, String label)': (value: string | null, label: string | null) => new SelectOptionValue(value, label, false),
    'new(String value, String label, Boolean isDisabled)': (value: string | null, label: string | null, disabled: boolean | null) =>
      new SelectOptionValue(value, label, disabled ?? false),
    'String getValue()': (self: Self) => self.value,
    'void setValue(String value)': (self: Self, value: string | null) => {
      self.value = value;
    },
    'String getLabel()': (self: Self) => self.label,
    'void setLabel(String label)': (self: Self, label: string | null) => {
      self.label = label;
    },
    'Boolean getDisabled()': (self: Self) => self.disabled,
    'void setDisabled(Boolean disabled)': (self: Self, disabled: boolean | null) => {
      self.disabled = disabled ?? false;
    },
    'Boolean getEscapeItem()': (self: Self) => self.escaped,
    'void setEscapeItem(Boolean escaped)': (self: Self, escaped: boolean | null) => {
      self.escaped = escaped ?? false;
    }
  }
});
