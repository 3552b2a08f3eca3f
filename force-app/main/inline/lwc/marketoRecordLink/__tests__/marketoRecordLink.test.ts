import { createElement } from 'lwc';
import MarketoRecordLink from '../marketoRecordLink';

const mockNavigate = jest.fn();
jest.mock('lightning/navigation', () => {
  const Navigate = Symbol('Navigate');
  const GenerateUrl = Symbol('GenerateUrl');
  type Base = new () => object;
  const NavigationMixin = (Parent: Base) =>
    class extends Parent {
      [Navigate](page: unknown) {
        mockNavigate(page);
      }
      [GenerateUrl](page: { attributes: { recordId: string } }) {
        return Promise.resolve(`/record/${page.attributes.recordId}`);
      }
    };
  return { NavigationMixin: Object.assign(NavigationMixin, { Navigate, GenerateUrl }) };
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function open() {
  const element = createElement('c-marketo-record-link', { is: MarketoRecordLink });
  Object.assign(element, { recordId: '701000000000001AAA', label: 'Spring Webinar' });
  document.body.appendChild(element);
  await settle();
  return element;
}
const anchorOf = (element: Element) => element.shadowRoot!.querySelector('a')!;

describe('c-marketo-record-link', () => {
  afterEach(() => {
    document.body.replaceChildren();
    mockNavigate.mockClear();
  });

  it('has an address, and opens the record as the app does', async () => {
    const element = await open();
    expect(anchorOf(element).getAttribute('href')).toBe('/record/701000000000001AAA');
    anchorOf(element).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    expect(mockNavigate).toHaveBeenCalledWith({
      type: 'standard__recordPage',
      attributes: { recordId: '701000000000001AAA', objectApiName: 'Campaign', actionName: 'view' }
    });
    await expect(element).toBeAccessible();
  });

  it('leaves a click for a new tab to the browser', async () => {
    const click = new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true });
    anchorOf(await open()).dispatchEvent(click);
    expect(mockNavigate).not.toHaveBeenCalled();
    expect(click.defaultPrevented).toBe(false);
  });
});
