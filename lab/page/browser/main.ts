import '@lwc/synthetic-shadow';
import { createElement } from 'lwc';
import App from 'lab/app';
import Places, { isPlace } from 'lab/places';

const page = isPlace ? createElement('lab-places', { is: Places }) : createElement('lab-app', { is: App });
document.querySelector('#main')?.append(page);
