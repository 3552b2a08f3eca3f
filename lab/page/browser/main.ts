import '@lwc/synthetic-shadow';
import { createElement } from 'lwc';
import App from 'lab/app';

document.querySelector('#main')?.append(createElement('lab-app', { is: App }));
